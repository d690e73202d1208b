package tech.powerjob.official.processors.impl.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.worker.core.processor.ProcessResult;

/** What a stop or a time limit, which are interrupts, does to a script. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class StoppedScriptTest {
  private final ShellProcessor shell = new ShellProcessor();
  private final CompletableFuture<ProcessResult> outcome = new CompletableFuture<>();
  private Sandbox sandbox;
  private Path folder;
  private Thread run;

  @BeforeEach
  void open(@TempDir Path folder) {
    this.folder = folder;
    sandbox = new Sandbox(folder);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** Runs a script until as many of its processes are there. */
  private void start(String script, int sleepers) {
    run =
        new Thread(
            () -> {
              try {
                outcome.complete(sandbox.run(shell, script));
              } catch (Exception e) {
                outcome.completeExceptionally(e);
              }
            });
    run.start();
    await().atMost(Duration.ofSeconds(10)).until(() -> sandbox.sleepers() >= sleepers);
  }

  /** Interrupts again and again, as a worker does. */
  private void stop() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              run.interrupt();
              return outcome.isDone();
            });
  }

  private String sleeper() {
    return "sh -c 'while true; do sleep 1; done' " + sandbox.sign;
  }

  @Test
  void stop_endsTheWholeTree_andIsNoSuccess() throws Exception {
    start(
        """
        S() { sh -c 'while true; do sleep 1; done' SIGN; }
        S & # a child
        (S & S) & # grandchildren
        nohup sh -c 'while true; do sleep 1; done' SIGN >/dev/null 2>&1 & # deaf to hang-ups
        (setsid sh -c 'while true; do sleep 1; done' SIGN >/dev/null 2>&1 &) # a daemon
        (setsid sh -c '(sh -c "while true; do sleep 1; done" SIGN &)' &) # forked twice
        (env -i /bin/sh -c 'while true; do sleep 1; done' SIGN &) # without our mark
        (trap '' TERM; sh -c 'trap "" TERM; while true; do sleep 1; done' SIGN) & # stubborn
        S
        """
            .replace("SIGN", sandbox.sign),
        9);

    stop();

    assertThat(sandbox.sleepers()).isZero();
    assertThat(outcome).isCompletedExceptionally();
    assertThat(outcome.handle((result, error) -> error).get())
        .isInstanceOf(InterruptedException.class);
    assertThat(sandbox.files()).isEmpty();
  }

  @Test
  void stop_letsTheScriptCleanUp() {
    start(
        "trap 'echo bye > %s; exit 0' TERM\n%s &\nwait"
            .formatted(folder.resolve("cleaned"), sleeper()),
        1);

    stop();

    assertThat(sandbox.sleepers()).isZero();
    assertThat(folder.resolve("cleaned")).hasContent("bye");
    assertThat(outcome).isCompletedExceptionally();
  }

  @Test
  void stop_endsQuickly_ifTheScriptObeys() {
    start(sleeper(), 1);
    long begin = System.nanoTime();

    stop();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void endOfTheScript_leavesWhatItPutIntoTheBackground() {
    start(
        """
        sh -c 'touch UP; while true; do sleep 1; done' SIGN &
        until [ -e UP ]; do sleep 0.01; done # so that it is there when the script ends
        echo started
        """
            .replace("SIGN", sandbox.sign)
            .replace("UP", folder.resolve("up").toString()),
        1);

    await().atMost(Duration.ofSeconds(10)).until(outcome::isDone);

    assertThat(outcome.join().isSuccess()).isTrue();
    assertThat(outcome.join().getMsg()).startsWith("[INPUT]: started\n");
    assertThat(sandbox.sleepers()).isEqualTo(1);
    assertThat(sandbox.log).anyMatch(line -> line.contains("left processes behind"));
  }

  @Test
  void unusableWorkspace_isNamed() throws Exception {
    Files.writeString(folder.resolve("official_script_processor"), "in the way");

    var result = sandbox.run(shell, "echo x");

    assertThat(result.isSuccess()).isFalse();
    assertThat(result.getMsg()).contains("FileAlreadyExistsException");
  }
}
