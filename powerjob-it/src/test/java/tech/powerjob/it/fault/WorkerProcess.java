package tech.powerjob.it.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process with a worker that writes down what it runs. Not thread-safe. */
final class WorkerProcess implements AutoCloseable {
  private static final Path LOGS = Path.of("target", "servers");

  private final String name;
  private final Path record;
  private final List<String> arguments;
  private Process process;

  WorkerProcess(String name, Path folder, String app, String password, String servers) {
    this.name = name;
    this.record = folder.resolve(name + ".record");
    this.arguments = List.of(app, password, servers);
  }

  WorkerProcess start() throws IOException {
    Files.createDirectories(LOGS);
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx96m",
            "-XX:TieredStopAtLevel=1",
            "-D" + RecordingProcessor.FILE + "=" + record,
            "-Dpowerjob.network.local.address=127.0.0.1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RecordingWorker.class.getName()));
    command.addAll(arguments);
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

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
