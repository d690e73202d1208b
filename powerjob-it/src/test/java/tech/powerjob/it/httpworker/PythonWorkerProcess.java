package tech.powerjob.it.httpworker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The example worker in Python, in a process of its own. Not thread-safe. */
final class PythonWorkerProcess implements AutoCloseable {
  private static final Path SCRIPT = Path.of("..", "examples", "python-worker", "worker.py");
  private static final Path LOGS = Path.of("target", "servers");

  private final Process process;
  private final String address;

  private PythonWorkerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts a worker, without waiting for it.
   *
   * @param roots roots of the paths that it answers, with commas between
   */
  static PythonWorkerProcess start(String app, String servers, String roots) {
    int port = OfficialWorkerProcess.freePort();
    var address = "127.0.0.1:" + port;
    var command =
        List.of(
            "python3",
            SCRIPT.toString(),
            "--app",
            app,
            "--server",
            servers,
            "--address",
            address,
            "--roots",
            roots);
    try {
      Files.createDirectories(LOGS);
      var log = LOGS.resolve("python-worker-" + port + ".log").toFile();
      var process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new PythonWorkerProcess(process, address);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  String address() {
    return address;
  }

  /** Ends it as {@code kill -9} does. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the worker does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
