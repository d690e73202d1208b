package tech.powerjob.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.explain.InstanceEvent;

/** No text is missing in any language, and none is left over. */
class MessagesTest {
  private static final Pattern USE_IN_PAGE = Pattern.compile("msg\\['([a-zA-Z0-9.]+)'");
  private static final Pattern USE_IN_BEAN =
      Pattern.compile("texts\\.get\\(\\s*\"([a-zA-Z0-9.]+)\"");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-zA-Z0-9]+}");

  private final Properties english = load("messages.properties");
  private final Properties chinese = load("messages_zh_CN.properties");

  @Test
  void bothLanguages_haveTheSameKeys() {
    assertThat(chinese.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
  }

  @Test
  void noText_isBlank() {
    for (var language : new Properties[] {english, chinese}) {
      language.forEach((key, text) -> assertThat((String) text).as((String) key).isNotBlank());
    }
  }

  @Test
  void placeholders_areTheSameInBothLanguages() {
    for (var key : english.stringPropertyNames()) {
      assertThat(placeholders(chinese, key)).as(key).isEqualTo(placeholders(english, key));
    }
  }

  @Test
  void textsUsedByPagesAndBeans_exist_andNoneIsLeftOver() throws Exception {
    var used = new TreeSet<String>();
    collect(Path.of("src/main/webapp"), ".xhtml", USE_IN_PAGE, used);
    collect(Path.of("src/main/java"), ".java", USE_IN_BEAN, used);
    assertThat(used).hasSizeGreaterThan(40);
    // Keys that are put together from a code.
    used.removeIf(key -> key.endsWith("."));
    Arrays.stream(InstanceStatus.values()).forEach(each -> used.add("status." + each.getV()));
    Arrays.stream(TimeExpressionType.values()).forEach(each -> used.add("schedule." + each));
    Arrays.stream(InstanceEvent.Kind.values()).forEach(each -> used.add("why." + each));

    assertThat(english.stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void englishViewer_readsEnglishOnAChineseServer() {
    var before = Locale.getDefault();
    Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
    try {
      ResourceBundle.clearCache();
      assertThat(ResourceBundle.getBundle(Texts.BUNDLE, Locale.ENGLISH).getString("nav.jobs"))
          .isEqualTo("Jobs");
      assertThat(
              ResourceBundle.getBundle(Texts.BUNDLE, Locale.SIMPLIFIED_CHINESE)
                  .getString("nav.jobs"))
          .isEqualTo("任务");
    } finally {
      Locale.setDefault(before);
      ResourceBundle.clearCache();
    }
  }

  private static TreeSet<String> placeholders(Properties texts, String key) {
    return PLACEHOLDER
        .matcher(texts.getProperty(key, ""))
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void collect(Path root, String end, Pattern use, TreeSet<String> found)
      throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.filter(each -> each.toString().endsWith(end)).toList()) {
        use.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
      }
    }
  }

  private static Properties load(String name) {
    var texts = new Properties();
    try (var stream = MessagesTest.class.getResourceAsStream("/tech/powerjob/web/" + name);
        var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
    return texts;
  }
}
