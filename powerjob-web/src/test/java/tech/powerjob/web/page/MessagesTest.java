package tech.powerjob.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.explain.InstanceEvent;

/** No text is missing in any language, and none is left over. */
class MessagesTest {
  private static final Pattern USE_IN_PAGE = Pattern.compile("msg\\['([a-zA-Z0-9_.]+)'");
  private static final Pattern USE_IN_SCRIPT = Pattern.compile("texts\\[\"([a-zA-Z0-9_.]+)\"");
  private static final Pattern USE_IN_BEAN =
      Pattern.compile("texts\\.(?:get|find)\\(\\s*\"([a-zA-Z0-9_.]+)\"");
  private static final Path PAGES = Path.of("src/main/webapp");
  private static final Pattern FIELD_IN_FORM =
      Pattern.compile("<pj:field text=\"(\\w+)\"[^>]* name=\"([a-zA-Z.]+)\"");

  /** Beginnings of keys that the tag {@code field} and {@link Phrases} put together. */
  private static final List<String> FORMS =
      List.of("job.field.", "job.hint.", "job.choice.", "phrase.");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-zA-Z0-9]+}");

  /** Files whose keys may begin with anything. */
  private static final String COMMON = "messages";

  @Test
  void bothLanguages_haveTheSameKeysInEveryFile() {
    for (var file : Wording.FILES) {
      assertThat(chinese(file).stringPropertyNames())
          .as(file)
          .containsExactlyInAnyOrderElementsOf(english(file).stringPropertyNames());
    }
  }

  @Test
  void everyFile_isListed() throws Exception {
    var root = Path.of("src/main/resources/tech/powerjob/web");
    try (var files = Files.list(root.resolve("texts"))) {
      assertThat(files.map(root::relativize).map(Path::toString))
          .allSatisfy(
              file ->
                  assertThat(Wording.FILES)
                      .contains(file.replace(".properties", "").replace("_zh_CN", "")));
    }
  }

  @Test
  void keys_beginWithTheNameOfTheirFile() {
    for (var file : Wording.FILES) {
      if (!file.equals(COMMON)) {
        var name = file.substring(file.indexOf('/') + 1) + ".";
        assertThat(english(file).stringPropertyNames())
            .as(file)
            .allSatisfy(key -> assertThat(key).startsWith(name));
      }
    }
  }

  @Test
  void noText_isBlank() {
    for (var file : Wording.FILES) {
      for (var language : new Properties[] {english(file), chinese(file)}) {
        language.forEach((key, text) -> assertThat((String) text).as((String) key).isNotBlank());
      }
    }
  }

  @Test
  void placeholders_areTheSameInBothLanguages() {
    for (var file : Wording.FILES) {
      for (var key : english(file).stringPropertyNames()) {
        assertThat(placeholders(chinese(file), key))
            .as(key)
            .isEqualTo(placeholders(english(file), key));
      }
    }
  }

  @Test
  void textsUsedByPagesAndBeans_exist_andNoneIsLeftOver() throws Exception {
    var used = new TreeSet<String>();
    collect(Path.of("src/main/webapp"), ".xhtml", USE_IN_PAGE, used);
    collect(Path.of("src/main/java"), ".java", USE_IN_BEAN, used);
    collectFromScripts(used);
    assertThat(used).hasSizeGreaterThan(40);
    // Keys that are put together: 'status.'.concat(code), texts.get("job.problem." + code).
    var prefixes = used.stream().filter(key -> key.endsWith(".")).toList();
    used.removeAll(prefixes);
    var known = Stream.concat(prefixes.stream(), FORMS.stream()).toList();
    var there = Wording.in(Locale.ENGLISH).keySet();

    assertThat(there).as("texts that are used and missing").containsAll(used);
    assertThat(there)
        .as("texts that nothing uses")
        .filteredOn(key -> !used.contains(key) && known.stream().noneMatch(key::startsWith))
        .isEmpty();
  }

  @Test
  void everyFieldOfAForm_hasItsLabelAndExplanation() throws Exception {
    var needed = new TreeSet<String>();
    try (var files = Files.walk(PAGES)) {
      for (var file : files.filter(each -> each.toString().endsWith(".xhtml")).toList()) {
        FIELD_IN_FORM
            .matcher(Files.readString(file))
            .results()
            .forEach(
                field -> {
                  needed.add(field.group(1) + ".field." + field.group(2));
                  needed.add(field.group(1) + ".hint." + field.group(2));
                });
      }
    }
    assertThat(needed).hasSizeGreaterThan(50);
    assertThat(Wording.in(Locale.ENGLISH).keySet()).containsAll(needed);
  }

  @Test
  void everyConstant_hasItsText() {
    var needed = new TreeSet<String>();
    Arrays.stream(InstanceStatus.values()).forEach(each -> needed.add("status." + each.getV()));
    Arrays.stream(TimeExpressionType.values()).forEach(each -> needed.add("schedule." + each));
    Arrays.stream(InstanceEvent.Kind.values()).forEach(each -> needed.add("why." + each));
    Arrays.stream(Area.values())
        .filter(area -> area != Area.OTHER)
        .forEach(each -> needed.add("frame.area." + each));

    assertThat(Wording.in(Locale.ENGLISH)).containsKeys(needed.toArray(String[]::new));
  }

  @Test
  void englishViewer_readsEnglishOnAChineseServer() {
    var before = Locale.getDefault();
    Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
    try {
      assertThat(Wording.in(Locale.ENGLISH)).containsEntry("frame.area.JOBS", "Jobs");
      assertThat(Wording.in(Locale.SIMPLIFIED_CHINESE)).containsEntry("frame.area.JOBS", "任务");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Properties english(String file) {
    return Wording.load(file);
  }

  private static Properties chinese(String file) {
    return Wording.load(file + "_zh_CN");
  }

  private static TreeSet<String> placeholders(Properties texts, String key) {
    return PLACEHOLDER
        .matcher(texts.getProperty(key, ""))
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The scripts about workflows get the texts of their area without its name. */
  private static void collectFromScripts(TreeSet<String> found) throws IOException {
    try (var files = Files.list(Path.of("src/main/webapp/resources/console"))) {
      for (var file :
          files.filter(each -> each.getFileName().toString().startsWith("workflow-")).toList()) {
        var area = file.endsWith("workflow-run.js") ? "run." : "workflow.";
        USE_IN_SCRIPT
            .matcher(Files.readString(file))
            .results()
            .forEach(use -> found.add(area + use.group(1)));
      }
    }
  }

  private static void collect(Path root, String end, Pattern use, TreeSet<String> found)
      throws IOException {
    try (var files = Files.walk(root)) {
      for (var file :
          files
              .filter(each -> each.toString().endsWith(end))
              .filter(each -> !each.endsWith("package-info.java"))
              .toList()) {
        use.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
      }
    }
  }
}
