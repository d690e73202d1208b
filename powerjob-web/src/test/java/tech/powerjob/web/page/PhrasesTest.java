package tech.powerjob.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhrasesTest {
  private static final List<Path> SOURCES =
      Stream.of("api", "domain", "ejb-scheduler", "web")
          .map(module -> Path.of("../powerjob-" + module + "/src/main/java"))
          .toList();

  /** Services and rules whose objections people meet at the console. */
  private static final List<String> MET =
      List.of(
          "JobRules",
          "JobService",
          "JobTransfer",
          "InstanceService",
          "ChosenWorker",
          "PauseService",
          "WorkflowService",
          "WholeWorkflows",
          "WorkflowHistory",
          "WorkflowDocument",
          "WorkflowRunService",
          "CalendarService",
          "OptionRules",
          "Schedules",
          "DailyWindow",
          "CronSchedule",
          "GraphRules",
          "Advancer",
          "RegistrationLimit",
          "Registration",
          "Durations",
          "JobForm");

  private static final Pattern THROWN =
      Pattern.compile(
          "throw new (?!IllegalState)\\w+(?:\\.\\w+)?\\((?:ErrorCodes\\.\\w+,)?([^;]*?)\\);",
          Pattern.DOTALL);
  private static final Pattern PART =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([A-Za-z][^\"+]*)");

  private final Phrases chinese =
      new Phrases(
          Locale.SIMPLIFIED_CHINESE,
          at -> "[" + at.getEpochSecond() + "]",
          name -> name.equals("options.jitter") ? "抖动" : name);

  private final Phrases english =
      new Phrases(Locale.ENGLISH, at -> "[" + at.getEpochSecond() + "]", name -> name);

  @Test
  void objection_isSaidWithItsValues() {
    assertThat(chinese.say("options.jitter is 9 but must be from 1 to 5"))
        .isEqualTo("抖动 的值为 9，但必须在 1 到 5 之间");
    assertThat(chinese.say("jobName can't be empty")).isEqualTo("jobName 不能为空");
    assertThat(chinese.say("can't find job by jobId: 7")).isEqualTo("找不到任务 7");
  }

  @Test
  void special_goesBeforeGeneral() {
    assertThat(Phrases.keyOf("workflow name can't be empty")).contains("phrase.nameless");
    assertThat(
            Phrases.keyOf(
                "worker is 'x' but must be the address of a live worker of the application, of"
                    + " which there is none"))
        .contains("phrase.mustBe.quoted");
  }

  @Test
  void sentencesOfSeveralParts_areSaidPartByPart() {
    assertThat(chinese.say("it waits for somebody to approve or reject, at most until tomorrow"))
        .isEqualTo("等待审批，最晚至 tomorrow");
    assertThat(chinese.say("illegal DAG: a way leads from node 3 (load) back to itself"))
        .isEqualTo("图无效：从节点 3（load）出发的路径又回到了它自己");
  }

  @Test
  void codesForPrograms_areNotShown() {
    assertThat(english.say("UserAuthFailed:too many registrations, try again in 2 s"))
        .isEqualTo("too many registrations, try again in 2 s");
    assertThat(chinese.say("UserAuthFailed:too many registrations, try again in 2 s"))
        .isEqualTo("注册过于频繁，请 2 秒后再试");
  }

  @Test
  void unknownTextAndEnglish_stayAsTheyAre() {
    assertThat(chinese.say("the moon is made of cheese")).isEqualTo("the moon is made of cheese");
    assertThat(chinese.say(null)).isNull();
    assertThat(english.say("jobName can't be empty")).isEqualTo("jobName can't be empty");
  }

  @Test
  void valuesThatLookLikePatterns_areOnlyText() {
    assertThat(chinese.say("jobName is '$1 {0} \\E.*' but must be a whole number"))
        .isEqualTo("jobName 的值为“$1 {0} \\E.*”，但必须为整数");
  }

  @Test
  void instants_areShownByTheViewersClock() {
    var at = Instant.parse("2026-03-04T05:06:07.089Z");
    assertThat(english.say("it waits until " + at))
        .isEqualTo("it waits until [" + at.getEpochSecond() + "]");
    assertThat(chinese.say("it ended as FAILED at " + at + ": no worker available"))
        .isEqualTo("于 [" + at.getEpochSecond() + "] 结束，状态为失败：no worker available");
  }

  @Test
  void everyObjectionThatPeopleMeet_isKnown() {
    var unknown = new TreeSet<String>();
    int found = 0;
    for (var file : sources()) {
      var name = file.getFileName().toString().replace(".java", "");
      if (MET.contains(name)) {
        var thrown = THROWN.matcher(read(file));
        while (thrown.find()) {
          if (thrown.group(1).contains("\"")) {
            found++;
            var sample = sample(thrown.group(1));
            if (Phrases.keyOf(sample).isEmpty()) {
              unknown.add(name + ": " + sample);
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(60);
    assertThat(unknown).isEmpty();
  }

  /** What would be said, with some value in each place. */
  private static String sample(String expression) {
    var said = new StringBuilder();
    var parts = PART.matcher(expression.replaceAll("(?s)\\.formatted\\([^\"]*\\)|,\\s*e$", ""));
    while (parts.find()) {
      said.append(parts.group(1) == null ? "x" : parts.group(1));
    }
    return said.toString().replaceAll("%[sd]", "7").replace("%%", "%");
  }

  @Test
  void everyPhrase_isSaidSomewhere() {
    var all = sources().stream().map(PhrasesTest::read).collect(Collectors.joining("\n"));
    // Texts that are broken over lines are one.
    var literals = all.replaceAll("\"\\s*(?:\\.formatted\\([^\"]*?\\))?\\s*\\+\\s*\"", "");
    var nowhere = new TreeSet<String>();
    Wording.in(Locale.ENGLISH)
        .forEach(
            (key, text) -> {
              if (key.startsWith("phrase.")) {
                for (var piece : text.split("\\{\\d}")) {
                  if (piece.strip().length() > 3 && !literals.contains(piece)) {
                    nowhere.add(key + ": " + piece);
                  }
                }
              }
            });
    assertThat(nowhere).isEmpty();
  }

  private static List<Path> sources() {
    return SOURCES.stream()
        .flatMap(
            root -> {
              try (var files = Files.walk(root)) {
                return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
