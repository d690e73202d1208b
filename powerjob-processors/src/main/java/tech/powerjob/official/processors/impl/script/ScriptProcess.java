package tech.powerjob.official.processors.impl.script;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tech.powerjob.config.Settings;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.log.OmsLogger;

/** The process of one script, from its start to its end. For one thread. */
final class ScriptProcess {
  private static final String CAPACITY = "powerjob.official-processor.script.output-length";

  /** With both outputs at their longest, a result stays below the worker's default limit. */
  private static final int DEFAULT_CAPACITY = 3_000;

  /** How long a stopped script has to clean up. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A worker whose JVM ends waits no longer than a second for its runs. */
  private static final Duration GRACE_AT_SHUTDOWN = Duration.ofMillis(400);

  private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(3);

  /** What an ended script printed arrives at once, unless another process holds its output. */
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(2);

  private final Process process;
  private final ProcessTree tree;
  private final OmsLogger logger;
  private final OutputReader output;
  private final OutputReader errors;
  private final Thread atShutdown = new Thread(this::shutdown, "powerjob-script-shutdown");
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean ending;
  private volatile boolean shuttingDown;

  private ScriptProcess(
      Process process, ProcessTree tree, Charset charset, OmsLogger logger, int capacity) {
    this.process = process;
    this.tree = tree;
    this.logger = logger;
    output = OutputReader.start(process.getInputStream(), charset, logger, capacity);
    errors = OutputReader.start(process.getErrorStream(), charset, logger, capacity);
  }

  /**
   * Starts a program without input, with nothing but the given environment.
   *
   * @throws IOException if it cannot be started
   */
  static ScriptProcess start(
      List<String> command, ScriptEnvironment environment, Charset charset, TaskContext context)
      throws IOException {
    int capacity = Settings.ofProcess().number(CAPACITY, DEFAULT_CAPACITY, 100, 1 << 20);
    // In a session of its own no signal of a terminal reaches it, and its processes can be found.
    var setsid = Language.find("setsid", environment.path());
    List<String> all = new ArrayList<>();
    setsid.ifPresent(program -> all.add(program.toString()));
    all.addAll(command);
    var builder = new ProcessBuilder(all);
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    var process = builder.start();
    var tree = new ProcessTree(process.toHandle(), setsid.isPresent(), environment.mark());
    var script = new ScriptProcess(process, tree, charset, context.getOmsLogger(), capacity);
    script.closeInput();
    return script;
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It ended already.
    }
  }

  /**
   * Waits for the end of the script.
   *
   * @throws InterruptedException if the run is stopped or out of time; the script and all processes
   *     it started have ended by then
   */
  ProcessResult result() throws InterruptedException {
    boolean complete = false;
    watchShutdown();
    try {
      int code = process.waitFor();
      if (!awaitOutput()) {
        logger.warn(
            "[SYSTEM] the script left processes behind that hold its output; it is read no more");
      }
      complete = true;
      return result(code);
    } catch (InterruptedException e) {
      logger.warn("[SYSTEM] ScriptProcessor has been interrupted");
      throw e;
    } finally {
      if (!complete) {
        end();
      }
      ended.countDown();
      unwatchShutdown();
    }
  }

  private ProcessResult result(int code) {
    var text = "[INPUT]: %s;[ERROR]: %s".formatted(output.text(), errors.text());
    // In front, since a long result loses its end.
    return code == 0
        ? new ProcessResult(true, text)
        : new ProcessResult(false, "[EXIT]: %d;%s".formatted(code, text));
  }

  private boolean awaitOutput() throws InterruptedException {
    return output.awaitEnd(DRAIN_PATIENCE) && errors.awaitEnd(DRAIN_PATIENCE);
  }

  private void end() {
    ending = true;
    long begin = System.nanoTime();
    var left =
        tree.end(
            GRACE, () -> shuttingDown && System.nanoTime() - begin > GRACE_AT_SHUTDOWN.toNanos());
    if (!left.isEmpty()) {
      logger.error(
          "[SYSTEM] could not end processes {}",
          left.stream().map(ProcessHandle::pid).sorted().toList());
    }
  }

  private void watchShutdown() {
    try {
      Runtime.getRuntime().addShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      shuttingDown = true;
    }
  }

  private void unwatchShutdown() {
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The hook runs and waits for what happens here.
    }
  }

  /**
   * A script that is being ended must end before the JVM does. One that still runs is not touched:
   * the worker, which stops at the same time, waits for it as long as it was told to.
   */
  private void shutdown() {
    shuttingDown = true;
    try {
      if (ending && !ended.await(SHUTDOWN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        logger.error("[SYSTEM] the script does not end, but the worker's JVM does");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
