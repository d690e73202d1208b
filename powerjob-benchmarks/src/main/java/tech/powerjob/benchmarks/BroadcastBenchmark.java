package tech.powerjob.benchmarks;

import java.nio.file.Path;
import tech.powerjob.common.enums.ExecuteType;

/** A broadcast to many workers, which share a few processes. */
final class BroadcastBenchmark implements Bench.Benchmark {
  private static final int LOOK_MILLIS = 5;

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int workers = options.get("workers", 50);
    int processes = options.get("processes", 5);
    int runs = options.get("runs", 20);
    double ours;
    try (var database = TestDatabase.of(options, folder.resolve("database"));
        var bed = Bed.startServer(folder.resolve("server"), database);
        var client = bed.client();
        var fleet = Fleet.start(bed, folder, processes, workers)) {
      var job =
          new TimedInstances(
              bed,
              client,
              bed.save(
                  client,
                  "everywhere",
                  ExecuteType.BROADCAST,
                  EverywhereTask.class,
                  options.get("threads", 5)));
      var result = options.text("result", "succeed:%d, failed:0".formatted(workers + 1));
      job.run(options.get("warmup", 3), 0, "", LOOK_MILLIS, result);
      double serverBefore = Usage.processSeconds(bed.serverPid());
      double workersBefore = fleet.cpuSeconds();
      var micros = job.run(0, runs, "", LOOK_MILLIS, result);
      ours = Bench.percentile(micros, 0.5) / 1e3;
      results
          .line("broadcast, API call to SUCCEED")
          .with("workers", workers)
          .with("processes", processes)
          .with("runs", runs)
          .with("median_ms", ours)
          .with("p99_ms", Bench.percentile(micros, 0.99) / 1e3)
          .with("server_cpu_s_each", (Usage.processSeconds(bed.serverPid()) - serverBefore) / runs)
          .with("workers_cpu_s_each", (fleet.cpuSeconds() - workersBefore) / runs)
          .print();
    }
    try (var ceiling = TaskCeiling.start(folder.resolve("ceiling"))) {
      double millis = ceiling.latencyMillis(workers, 16, workers, 50);
      results
          .line("ceiling: transacted send and consume of as many messages")
          .with("consumers", workers)
          .with("median_ms", millis)
          .with("ours_to_ceiling", ours / millis)
          .print();
    }
  }
}
