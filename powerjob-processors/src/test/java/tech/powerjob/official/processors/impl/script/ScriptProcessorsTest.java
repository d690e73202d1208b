package tech.powerjob.official.processors.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.official.processors.impl.Contexts;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ScriptProcessorsTest {
  private final ShellProcessor shell = new ShellProcessor();
  private final PythonProcessor python = new PythonProcessor();
  private Sandbox sandbox;

  @BeforeEach
  void open(@TempDir Path folder) {
    sandbox = new Sandbox(folder);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void shell_answersWithBothOutputs() throws Exception {
    var result = sandbox.run(shell, "echo out; echo ünï; echo err >&2");

    assertThat(result.getMsg()).isEqualTo("[INPUT]: out\nünï\n;[ERROR]: err\n");
    assertThat(result.isSuccess()).isTrue();
    assertThat(sandbox.log).containsExactlyInAnyOrder("out", "ünï", "err");
  }

  @Test
  void python_answersWithBothOutputs() throws Exception {
    var result =
        sandbox.run(python, "import sys\nprint('ünï', 6 * 7)\nprint('e', file=sys.stderr)");

    assertThat(result.getMsg()).isEqualTo("[INPUT]: ünï 42\n;[ERROR]: e\n");
    assertThat(result.isSuccess()).isTrue();
  }

  @Test
  void exitCode_makesAFailure_andIsTold() throws Exception {
    var result = sandbox.run(shell, "echo half\nexit 3");

    assertThat(result.getMsg()).isEqualTo("[EXIT]: 3;[INPUT]: half\n;[ERROR]: ");
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void pythonError_isAFailureWithItsTrace() throws Exception {
    var result = sandbox.run(python, "raise ValueError('no good')");

    assertThat(result.getMsg()).startsWith("[EXIT]: 1;").contains("ValueError: no good");
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void windowsEndsOfLine_areUnderstood() throws Exception {
    assertThat(sandbox.run(shell, "if true\r\nthen\r\n  echo yes\r\nfi\r\n").getMsg())
        .startsWith("[INPUT]: yes\n;");
  }

  @Test
  void input_isEmpty() throws Exception {
    assertThat(sandbox.run(shell, "cat; echo end").getMsg()).startsWith("[INPUT]: end\n;");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void withoutScript_failsWithPowerJobsText(String script) throws Exception {
    var result = sandbox.run(shell, script);

    assertThat(result.getMsg())
        .isEqualTo("[SYSTEM] ScriptParams is null, please check jobParam configuration.");
    assertThat(result.isSuccess()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "shell, ShellProcessor",
    "python, PythonProcessor",
    "cmd, CMDProcessor",
    "powershell, PowerShellProcessor"
  })
  void unlessSwitchedOn_nothingRuns(String name, String type) throws Exception {
    var key = "powerjob.official-processor." + name + ".enable";
    sandbox.set(key, "TRUE");
    var processor =
        (BasicProcessor)
            Class.forName("tech.powerjob.official.processors.impl.script." + type)
                .getConstructor()
                .newInstance();

    var result = sandbox.run(processor, "echo x");

    assertThat(result.getMsg())
        .isEqualTo("%s is not enabled, please set '-D%s=true' to enable it".formatted(type, key));
    assertThat(result.isSuccess()).isFalse();
    assertThat(sandbox.workspace).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(classes = {CMDProcessor.class, PowerShellProcessor.class})
  void windowsScript_failsElsewhere(Class<? extends BasicProcessor> type) throws Exception {
    var result = sandbox.run(type.getConstructor().newInstance(), "echo x");

    assertThat(result.getMsg()).startsWith("[SYSTEM] Current OS is Linux where ");
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void eachRun_hasItsOwnFile_whichIsGoneAfterwards() throws Exception {
    var twice = "sleep 0.2; echo \"$0 $$\"; ls -l \"$0\"";
    var threads = Executors.newFixedThreadPool(2);
    try {
      Callable<String> run = () -> sandbox.run(shell, twice).getMsg();
      var both = threads.invokeAll(java.util.List.of(run, run));
      var first = both.get(0).get();

      assertThat(first).contains("shell_77_").contains("-rwx------");
      assertThat(first).isNotEqualTo(both.get(1).get());
    } finally {
      threads.shutdown();
    }
    assertThat(sandbox.run(shell, "echo other").getMsg()).startsWith("[INPUT]: other");
    assertThat(sandbox.files()).isEmpty();
  }

  @Test
  void hugeOutput_isReadToTheEnd_andCutHonestly() throws Exception {
    var result =
        sandbox.run(
            shell,
            "echo FIRST; head -c 20000000 /dev/zero | tr '\\0' x; echo LAST\n"
                + "(echo first; head -c 20000000 /dev/zero | tr '\\0' y; echo last) >&2");

    assertThat(result.isSuccess()).isTrue();
    assertThat(result.getMsg())
        .hasSizeLessThan(8_000)
        .startsWith("[INPUT]: FIRST\nxxx")
        .contains("... [19997011 characters left out] ...")
        .contains("xxxLAST\n;[ERROR]: first\nyyy")
        .endsWith("yyylast\n");
    assertThat(sandbox.log.stream().mapToInt(String::length).sum())
        .isLessThan(3 * OutputReader.MAX_LOGGED);
    assertThat(sandbox.log).anyMatch(line -> line.contains("the rest is not logged"));
  }

  @Test
  void environment_isAboutTheRun() throws Exception {
    var context = Contexts.of("echo off", "env", sandbox.log);
    context.setCurrentRetryTimes(2);

    var result = shell.process(context);

    assertThat(result.getMsg().lines())
        .contains(
            "POWERJOB_JOB_ID=3",
            "POWERJOB_INSTANCE_ID=77",
            "POWERJOB_TASK_ID=3#77",
            "POWERJOB_EPOCH=5",
            "POWERJOB_RETRY=2",
            "POWERJOB_JOB_PARAMS=echo off")
        .noneMatch(line -> line.startsWith("POWERJOB_INSTANCE_PARAMS"));
  }
}
