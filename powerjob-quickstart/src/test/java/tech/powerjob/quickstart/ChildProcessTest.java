package tech.powerjob.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
  @TempDir Path folder;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private ChildProcess sleeper(boolean stubborn) {
    return ChildProcess.java(
        "sleeper",
        folder.resolve("logs/x.log"),
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Sleeper.class.getName(),
            Boolean.toString(stubborn)),
        Map.of());
  }

  private static void awaitLine(ChildProcess process) {
    await().atMost(PATIENCE).until(() -> !process.lastLines(5).isEmpty());
  }

  private static void awaitEnd(ChildProcess process) {
    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  @Test
  void runningProcess_isStoppedWhenAsked() throws Exception {
    var process = sleeper(false);
    awaitLine(process);
    process.requireAlive();

    process.stop(Duration.ofSeconds(30));

    assertThat(process.isAlive()).isFalse();
    assertThat(process.lastLines(5)).contains("asleep", "waking up");
  }

  @Test
  void processThatDoesNotStop_isMadeTo() throws Exception {
    var process = sleeper(true);
    awaitLine(process);

    process.stop(Duration.ofMillis(50));

    awaitEnd(process);
    assertThat(process.lastLines(5)).contains("waking up").doesNotContain("awake");
  }

  @Test
  void endedProcess_isSaidWithItsLines_andTheOldLogIsKept() throws Exception {
    var log = folder.resolve("logs/x.log");
    Files.createDirectories(log.getParent());
    Files.writeString(log, "from last time\n");
    var process = ChildProcess.java("broken one", log, List.of("no.such.Class"), Map.of());
    awaitEnd(process);

    assertThatThrownBy(process::requireAlive)
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("the broken one ended by itself (exit code 1)")
        .hasMessageContaining("no.such.Class");
    assertThat(folder.resolve("logs/x.log.1")).hasContent("from last time");
  }

  @Test
  void serverThatRefusesToStart_isQuoted_withTheSettingToChange() throws Exception {
    var process =
        ChildProcess.java(
            "server",
            folder.resolve("x.log"),
            List.of("-cp", System.getProperty("java.class.path"), RefusingServer.class.getName()),
            Map.of());
    awaitEnd(process);

    assertThatThrownBy(process::requireAlive)
        .hasMessage(
            "the server does not start: powerjob.http.port is '7700' but must be a free port%n"
                + "  Set the environment variable POWERJOB_HTTP_PORT.",
            "");
  }

  /** Says what the launcher says when a port is taken. */
  public static final class RefusingServer {
    private RefusingServer() {}

    public static void main(String[] args) {
      System.err.println(
          "PowerJob does not start: powerjob.http.port is '7700' but must be a free port");
      System.exit(1);
    }
  }

  /**
   * A process that stays until it is told to end, or for a few minutes should nobody tell it; its
   * argument says whether it then takes as long to stop.
   */
  public static final class Sleeper {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Sleeper() {}

    public static void main(String[] args) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    System.out.println("waking up");
                    if (Boolean.parseBoolean(args[0])) {
                      linger();
                      System.out.println("awake");
                    }
                  }));
      System.out.println("asleep");
      linger();
    }

    private static void linger() {
      try {
        if (NEVER.await(5, TimeUnit.MINUTES)) {
          throw new AssertionError("nobody counts it down");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
