package tech.powerjob.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Worker processes of a benchmark, each with a small heap. Not thread-safe. */
final class Fleet implements AutoCloseable {
  private static final String HEAP = "256m";
  private static final int FIRST_PORT = 28_000;
  private static final Path LOGS = Path.of("target", "servers");

  private final List<Process> processes = new ArrayList<>();
  private final List<Path> gcLogs = new ArrayList<>();

  private Fleet() {}

  /**
   * Starts processes and returns when the server knows all workers.
   *
   * @param workers number of all together
   */
  static Fleet start(Bed bed, Path folder, int processes, int workers) throws Exception {
    var fleet = new Fleet();
    try {
      for (int i = 0; i < processes; i++) {
        int from = workers * i / processes;
        fleet.add(bed, folder.resolve("fleet-" + i + ".gc"), from, workers * (i + 1) / processes);
      }
      bed.awaitWorkers(workers);
      return fleet;
    } catch (Exception | Error e) {
      fleet.close();
      throw e;
    }
  }

  private void add(Bed bed, Path gcLog, int from, int to) throws IOException {
    Files.createDirectories(LOGS);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + HEAP);
    command.addAll(Bed.options("powerjob.bench.worker-options"));
    command.addAll(
        List.of(
            Memory.gcLogOption(gcLog),
            "-Dpowerjob.network.local.address=127.0.0.1",
            "-cp",
            System.getProperty("java.class.path"),
            FleetWorker.class.getName()));
    command.addAll(bed.workerArguments());
    command.add(Integer.toString(FIRST_PORT + from));
    command.add(Integer.toString(to - from));
    var log = LOGS.resolve("fleet-" + processes.size() + ".log").toFile();
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    processes.add(process);
    gcLogs.add(gcLog);
  }

  /** Processor time of all processes. */
  double cpuSeconds() throws IOException {
    double sum = 0;
    for (var process : processes) {
      sum += Usage.processSeconds(process.pid());
    }
    return sum;
  }

  /** The largest of each figure among the processes. */
  Memory memory() throws IOException {
    var largest = new Memory(0, 0, 0);
    for (int i = 0; i < processes.size(); i++) {
      largest = largest.max(Memory.of(processes.get(i).pid(), gcLogs.get(i)));
    }
    return largest;
  }

  @Override
  public void close() throws InterruptedException {
    processes.forEach(Process::destroy);
    for (var process : processes) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }
}
