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
      Stream.of("api", "domain", "ejb-scheduler", "worker", "web")
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
          "DayRule",
          "SchedulePreview",
          "CronSchedule",
          "GraphRules",
          "Advancer",
          "RegistrationLimit",
          "Registration",
          "Durations",
          "JobForm");

  /** What composes explanations and results that people read at the console. */
  private static final List<String> EXPLAINING =
      List.of(
          "InstanceReport",
          "Endings",
          "Walk",
          "FanOuts",
          "Advancer",
          "DispatchPolicy",
          "Dispatcher",
          "LimitedDispatch",
          "Parking",
          "Displacement",
          "Commands",
          "Watcher",
          "RetryPolicy",
          "InstanceLifecycle",
          "JobInstance",
          "Worker",
          "DayRule",
          "NodeExplainer",
          "Explanations",
          "InstanceService",
          "TaskService",
          "SchedulePreview",
          "Runs",
          "CoordinatedRun",
          "WebhookChannel",
          "WebhookTargets",
          "MailChannel",
          "CommandListener",
          "CommandFields");

  /** Whoever does this composes explanations. */
  private static final Pattern EXPLAINS =
      Pattern.compile("InstanceEvent\\.of\\(|walk\\.note\\(|summary\\.add\\(");

  /** Texts for those who run or program the server, and the API's own summary. */
  private static final Pattern NOT_SHOWN =
      Pattern.compile(
          "/\\*.*?\\*/|(?<!:)//[^\n]*|'\\\\?\"'|LOG\\.\\w+\\(.*?\\);|new \\w*Error\\(.*?\\);"
              + "|new IllegalState\\w*\\(.*?\\);|super\\(.*?\\);"
              + "|(?<=private static )List<String> summary\\(.*",
          Pattern.DOTALL);

  /** These are looked for elsewhere. */
  private static final Pattern OBJECTIONS =
      Pattern.compile("new (?:IllegalArgument|PowerJob)Exception\\(.*?\\);", Pattern.DOTALL);

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"");
  private static final Pattern SENTENCE = Pattern.compile("[a-zA-Z'’)]{2,}[;:,]? [a-z']{2,}");

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
  void workersThatWereTurnedDown_areSaidOneByOne() {
    assertThat(
            chinese.say(
                "none of the application's workers will do; options.workerWait lets it wait until"
                    + " 1970-01-01T00:00:09Z: 10.0.0.1:27777 has left, 10.0.0.2:27777 has 0.50 GB of"
                    + " free memory but minMemorySpace is 3.0, 10.0.0.3:27777 is stopping and 4 more"))
        .isEqualTo(
            "应用的执行器都不合适；按 options.workerWait 等待至 [9]: 10.0.0.1:27777 已离开，"
                + "10.0.0.2:27777 的空闲内存为 0.50 GB，而 minMemorySpace 为 3.0，"
                + "10.0.0.3:27777 正在停止，另有 4 个");
  }

  @Test
  void sequelOfATimeout_isSaidToTheLastPart() {
    assertThat(
            chinese.say(
                "instanceTimeLimit is 9 ms, and worker 10.0.0.1:27777 has not ended the run 5 s"
                    + " after it; run 1 of 2 failed (instance execute timeout); the next starts at"
                    + " 1970-01-01T00:00:09Z"))
        .isEqualTo(
            "instanceTimeLimit 为 9 毫秒，超时 5 秒后执行器 10.0.0.1:27777 仍未结束运行；"
                + "共 2 次中的第 1 次运行失败（实例执行超时）；下一次于 [9] 开始");
  }

  @Test
  void failedCondition_isSaidWithItsPlace() {
    assertThat(
            chinese.result(
                "MOVE NEXT STEP FAILED: can't evaluate decision node! line 1, column 5: Cannot"
                    + " invoke method toInteger() on null object"))
        .isEqualTo("进入下一步失败：判断节点的条件无法计算：第 1 行第 5 列：不能对 null 调用方法 toInteger()");
    assertThat(chinese.say("line 2, column 1: the method exit, which is no part of conditions"))
        .isEqualTo("第 2 行第 1 列：方法 exit，条件中不支持");
  }

  @Test
  void resultOfTheServer_isSaid_andThatOfAProcessorIsLeftAsItIs() {
    assertThat(chinese.result("no worker available")).isEqualTo("没有可用的执行器");
    assertThat(chinese.result("not started by 1970-01-01T00:00:09Z (options.startDeadline)"))
        .isEqualTo("未能在 [9] 之前开始（options.startDeadline）");
    for (var own : List.of("done at 1970-01-01T00:00:09Z", "yes", "jobName can't be empty", "")) {
      assertThat(chinese.result(own)).isEqualTo(own);
    }
    assertThat(chinese.result(null)).isNull();
    assertThat(english.result("no worker available")).isEqualTo("no worker available");
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
        .isEqualTo("于 [" + at.getEpochSecond() + "] 结束，状态为失败：没有可用的执行器");
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

  @Test
  void everyPartOfAnExplanation_isKnown() {
    var known =
        Wording.in(Locale.ENGLISH).entrySet().stream()
            .filter(text -> text.getKey().startsWith("phrase."))
            .map(text -> text.getValue().replaceAll("\\{\\d}", "#"))
            .toList();
    var unknown = new TreeSet<String>();
    int found = 0;
    for (var file : sources()) {
      var name = file.getFileName().toString().replace(".java", "");
      var text = read(file);
      boolean condition = file.getParent().endsWith("condition");
      if (condition || EXPLAINING.contains(name) || EXPLAINS.matcher(text).find()) {
        var shown = joined(NOT_SHOWN.matcher(text).replaceAll(""));
        shown = condition ? shown : OBJECTIONS.matcher(shown).replaceAll("");
        var literals = LITERAL.matcher(shown);
        while (literals.find()) {
          var literal = literals.group(1).replaceAll("(?:%(?:\\.\\d+)?[sdf])+", "#");
          literal = literal.replaceAll("^[# ]+|[# ]+$", "");
          if (SENTENCE.matcher(literal).find() && !literal.contains("charset=")) {
            found++;
            var part = literal;
            if (known.stream().noneMatch(phrase -> phrase.contains(part))) {
              unknown.add(name + ": " + literal);
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(120);
    assertThat(unknown).isEmpty();
  }

  /** Texts that are broken over lines are one. */
  private static String joined(String source) {
    return source.replaceAll("\"\\s*\\+\\s*\"", "");
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
                  if (piece.strip().length() > 3 && !literals.contains(piece.strip())) {
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
