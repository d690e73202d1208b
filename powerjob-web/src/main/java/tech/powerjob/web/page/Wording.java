package tech.powerjob.web.page;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The console's texts in all its languages. Each area has its own pair of files in {@code
 * tech/powerjob/web/texts}; all keys of a file begin with the name of the file and a dot. Besides
 * there is {@code messages.properties}, with what belongs to no area or to several. Immutable.
 */
final class Wording {
  /** The files, without what comes after their names. Those that belong to no area come first. */
  static final List<String> FILES =
      List.of(
          "messages",
          "texts/common",
          "texts/frame",
          "texts/overview",
          "texts/job",
          "texts/instance",
          "texts/timeline",
          "texts/search",
          "texts/log",
          "texts/alarm",
          "texts/workflow",
          "texts/run",
          "texts/pool",
          "texts/calendar",
          "texts/pause",
          "texts/command",
          "texts/admin",
          "texts/app",
          "texts/namespace",
          "texts/user",
          "texts/personal",
          "texts/register",
          "texts/audit",
          "texts/settings",
          "texts/phrase");

  private static final Map<String, String> ENGLISH = read("");
  private static final Map<String, String> CHINESE = read("_zh_CN");

  private Wording() {}

  /** All texts of a language by their keys; English for those that the console does not speak. */
  static Map<String, String> in(Locale locale) {
    return locale.getLanguage().equals("zh") ? CHINESE : ENGLISH;
  }

  private static Map<String, String> read(String language) {
    var all = new HashMap<String, String>();
    for (var file : FILES) {
      load(file + language).forEach((key, text) -> all.put((String) key, (String) text));
    }
    return Map.copyOf(all);
  }

  /** The texts of one file; none if it is not there. */
  static Properties load(String file) {
    var texts = new Properties();
    var stream = Wording.class.getResourceAsStream("/tech/powerjob/web/" + file + ".properties");
    if (stream == null) {
      return texts;
    }
    try (var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      texts.load(reader);
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
