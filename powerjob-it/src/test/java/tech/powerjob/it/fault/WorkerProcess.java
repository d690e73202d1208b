package tech.powerjob.it.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** A child process with a worker that writes down what it runs. Not thread-safe. */
final class WorkerProcess implements AutoCloseable {
  private static final Path LOGS = Path.of("target", "servers");
  private static final String HOST = "127.0.0.1";

  private final String name;
  private final Path record;
  private final List<String> arguments;
  private String heap = "96m";
  private int port = PowerJobWorkerConfig.DEFAULT_PORT;
  private Process process;

  WorkerProcess(String name, Path folder, String app, String password, String servers) {
    this.name = name;
    this.record = folder.resolve(name + ".record");
    this.arguments = List.of(app, password, servers);
  }

  /** Its largest heap, as {@code -Xmx} takes it. */
  WorkerProcess heap(String heap) {
    this.heap = heap;
    return this;
  }

  /** Tells it apart from others in the address that people see; nothing listens there. */
  WorkerProcess port(int port) {
    this.port = port;
    return this;
  }

  WorkerProcess start() throws IOException {
    Files.createDirectories(LOGS);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:TieredStopAtLevel=1",
            "-D" + RecordingProcessor.FILE + "=" + record,
            "-Dpowerjob.network.local.address=" + HOST,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RecordingWorker.class.getName()));
    command.addAll(arguments);
    command.add(Integer.toString(port));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(LOGS.resolve("worker-" + name + ".log").toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return this;
  }

  Path record() {
    return record;
  }

  /** {@code ip:port} under which people see it. */
  String address() {
    return HOST + ":" + port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  @Override
  public String toString() {
    return name;
  }
}
