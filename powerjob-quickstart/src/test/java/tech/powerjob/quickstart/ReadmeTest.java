package tech.powerjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README says what the code does. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A key where it is read: an argument of one of the readers of Settings, or kept for that. */
  private static final Pattern READ =
      Pattern.compile(
          "(?:\\b(?:find|text|number|flag)\\(|\\bkey =|\\b[A-Z_]+ =)\\s*"
              + "\"(powerjob\\.[a-z0-9.-]*[a-z0-9])\"");

  private static final Pattern ROW =
      Pattern.compile("^\\| `(powerjob\\.[^`]+)` \\| `([^`]+)` \\| [^|]+ \\| .+ \\|$");

  /** Constants of that form that are names of queues. */
  private static final Set<String> QUEUES =
      Set.of(
          "powerjob.heartbeat",
          "powerjob.report",
          "powerjob.log",
          "powerjob.task-report",
          "powerjob.command",
          "powerjob.command.dead",
          "powerjob.dead-letter",
          "powerjob.expired");

  /** What ./powerjob tells the programs that it starts. */
  private static final Pattern INTERNAL = Pattern.compile("powerjob\\.(quickstart|it)\\..*");

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    readme()
        .lines()
        .map(ROW::matcher)
        .filter(matcher -> matcher.matches())
        .forEach(matcher -> rows.put(matcher.group(1), matcher.group(2)));
    return rows;
  }

  @Test
  void settings_areAllInTheTable_andNoOthers() throws IOException {
    var used = new TreeSet<String>();
    try (var files = Files.walk(ROOT)) {
      for (var file : files.filter(ReadmeTest::isMainSource).toList()) {
        var matcher = READ.matcher(Files.readString(file));
        while (matcher.find()) {
          used.add(matcher.group(1));
        }
      }
    }
    used.removeAll(QUEUES);
    used.removeIf(key -> INTERNAL.matcher(key).matches());

    assertThat(used).contains("powerjob.http.port", "powerjob.db.url");
    assertThat(table().keySet()).containsExactlyElementsOf(used);
  }

  private static boolean isMainSource(Path file) {
    return file.toString().endsWith(".java")
        && file.toString().contains("/src/main/java/")
        && !file.toString().contains("/target/");
  }

  @Test
  void environmentVariables_areNamedAsConfigMapsThem() throws IOException {
    table()
        .forEach(
            (key, variable) ->
                assertThat(variable)
                    .isEqualTo(key.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT)));
  }

  @Test
  void firstJob_isTheCompiledOne() throws IOException {
    var blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(readme())
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(blocks).containsExactly(Files.readString(Path.of("src/test/java/FirstJob.java")));
  }

  @Test
  void commands_areThoseOfTheScript() throws IOException {
    var script = Files.readString(ROOT.resolve("powerjob"));
    var named = Pattern.compile("\\./powerjob ([a-z]+)").matcher(readme());
    var names = new TreeSet<String>();
    while (named.find()) {
      names.add(named.group(1));
    }

    assertThat(names).contains("quickstart", "verify");
    assertThat(names).allSatisfy(name -> assertThat(script).contains(name + "() {"));
  }
}
