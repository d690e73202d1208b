package tech.powerjob.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

class AgentTest {
  private final Properties properties = new Properties();
  private final Map<String, String> environment =
      new HashMap<>(Map.of("POWERJOB_WORKER_PASSWORD", "s3cret"));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private PowerJobWorkerConfig started;
  private Exception failure;

  private int run(String... arguments) {
    var agent =
        new Agent(
            properties,
            environment,
            new PrintStream(out, true),
            new PrintStream(errors, true),
            config -> {
              started = config;
              if (failure != null) {
                throw failure;
              }
            });
    return agent.run(arguments);
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  @Test
  void appAlone_hasTheDefaults() {
    assertThat(run("-a", "demo")).isZero();

    assertThat(started.getAppName()).isEqualTo("demo");
    assertThat(started.getPassword()).isEqualTo("s3cret");
    assertThat(started.getServerAddress()).containsExactly("localhost:7700");
    assertThat(started.getMaxResultLength()).isEqualTo(1024);
    assertThat(started.getTag()).isNull();
    assertThat(started.getPort()).isEqualTo(27777);
    assertThat(started.getStopTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(started.isAllowLazyConnectServer()).isFalse();
    assertThat(properties)
        .isEqualTo(Map.of("powerjob.official-processor.script.output-length", "482"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-a demo -s a:1,b:2 -p 5 -l 9000 -t blue -o HTTP -e MEMORY",
        "--app demo --server a:1,b:2 --port 5 --length 9000 --tag blue --protocol HTTP"
            + " --persistence MEMORY",
        "--app=demo --server=a:1 --server=b:2 -p5 -l9000 -tblue"
      })
  void powerJobsOptions_areUnderstood(String line) {
    assertThat(run(line.split(" "))).isZero();

    assertThat(started.getServerAddress()).containsExactly("a:1", "b:2");
    assertThat(started.getPort()).isEqualTo(5);
    assertThat(started.getMaxResultLength()).isEqualTo(9000);
    assertThat(started.getTag()).isEqualTo("blue");
  }

  @Test
  void environment_standsInForOptions() {
    environment.putAll(
        Map.of(
            "POWERJOB_WORKER_APP_NAME", "demo",
            "POWERJOB_WORKER_SERVER_ADDRESS", "a:1, b:2",
            "POWERJOB_WORKER_TAG", "green",
            "POWERJOB_WORKER_STOP_TIMEOUT", "5",
            "POWERJOB_WORKER_ENABLE", "shell,FILE-CLEANUP",
            "POWERJOB_WORKER_ALLOW_LAZY_CONNECT_SERVER", "true"));

    assertThat(run("-t", "blue")).isZero();

    assertThat(started.getServerAddress()).containsExactly("a:1", "b:2");
    assertThat(started.getTag()).isEqualTo("blue");
    assertThat(started.getStopTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(started.isAllowLazyConnectServer()).isTrue();
    assertThat(properties)
        .containsEntry("powerjob.official-processor.shell.enable", "true")
        .containsEntry("powerjob.official-processor.file-cleanup.enable", "true");
  }

  @Test
  void enable_switchesOnWhatIsNamed_andNothingElse() {
    assertThat(run("-a", "demo", "--enable", "python,dynamic-datasource")).isZero();

    assertThat(properties.stringPropertyNames())
        .containsExactlyInAnyOrder(
            "powerjob.official-processor.python.enable",
            "powerjob.official-processor.dynamic-datasource.enable",
            "powerjob.official-processor.script.output-length");
  }

  @Test
  void passwordFile_winsOverTheEnvironment(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("password"), " of the file \nmore\n");

    run("-a", "demo", "--password-file", file.toString());

    assertThat(started.getPassword()).isEqualTo(" of the file ");
  }

  @Test
  void propertyWithThePassword_winsOverTheEnvironment() {
    properties.setProperty("powerjob.worker.password", "other");

    run("-a", "demo");

    assertThat(started.getPassword()).isEqualTo("other");
  }

  @Test
  void missingPassword_isNamed() {
    environment.clear();

    assertThat(run("-a", "demo")).isEqualTo(2);
    assertThat(errors()).contains("password is missing").contains("POWERJOB_WORKER_PASSWORD");
    assertThat(run("-a", "demo", "--password-file", "/no/such")).isEqualTo(2);
    assertThat(errors()).contains("password file /no/such cannot be read");
    assertThat(started).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | Missing required option: '--app=NAME'
          -a demo --enable rm       | 'rm' is none of [shell, python, cmd, powershell, file-cleanup
          -a demo -l many           | Invalid value for option '--length': 'many' is not an int
          -a demo -l 0              | maxResultLength is '0' but must be at least 1
          -a demo -p 70000          | port is '70000' but must be at most 65535
          -a demo --stop-timeout -1 | stopTimeout is 'PT-1S' but must not be negative
          -a demo --password x      | Unknown option
          -a demo extra             | Unmatched argument
          """)
  void wrongArguments_areNamed(String line, String message) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

    assertThat(errors()).contains(message).contains("Try 'powerjob-agent --help'.");
    assertThat(started).isNull();
  }

  @Test
  void serverThatRefuses_isAFailureInOneLine() {
    failure = new PowerJobException("no server lets this worker in");

    assertThat(run("-a", "demo")).isEqualTo(1);
    assertThat(errors().lines().toList())
        .containsExactly("powerjob-agent: no server lets this worker in");
  }

  @Test
  void helpAndVersion_needNothing() {
    environment.clear();

    assertThat(run("-h")).isZero();
    assertThat(run("-V")).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--app", "--server", "--length", "--tag", "--enable", "POWERJOB_WORKER_PASSWORD")
        .contains("powerjob-agent 0.");
    assertThat(started).isNull();
  }
}
