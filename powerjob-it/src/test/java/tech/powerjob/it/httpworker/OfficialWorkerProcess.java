package tech.powerjob.it.httpworker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PowerJob's own worker from Maven Central, in a process of its own. Not thread-safe. */
final class OfficialWorkerProcess implements AutoCloseable {
  private static final Path BUILT = Path.of("official-worker", "target");
  private static final Path LOGS = Path.of("target", "servers");

  private final Process process;
  private final int port;

  private OfficialWorkerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a worker, without waiting for it.
   *
   * @param runs file in which processors note that they ran
   */
  static OfficialWorkerProcess start(String app, String servers, String tag, Path runs) {
    int port = freePort();
    var home = runs.resolveSibling("official-" + port);
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-Dpowerjob.network.local.address=127.0.0.1",
                "-Dofficial.runs=" + runs,
                "-cp",
                BUILT.resolve("lib").toAbsolutePath()
                    + "/*:"
                    + BUILT.resolve("classes").toAbsolutePath(),
                "official.OfficialWorker",
                app,
                servers,
                Integer.toString(port),
                tag));
    try {
      Files.createDirectories(home);
      Files.createDirectories(LOGS);
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(LOGS.resolve("official-worker-" + port + ".log").toFile());
      var process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new OfficialWorkerProcess(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
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

  @Override
  public void close() {
    kill();
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
