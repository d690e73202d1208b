package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.util.List;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;

/**
 * Distributed instances with workers in processes of their own: as many sub-tasks per second as
 * there can be, one instance with very many of them, short ones against the time that they take
 * together, and the time that few of them take. Beside it what the broker does in the same run when
 * it only carries the same bytes.
 */
final class MapReduceBenchmark implements Bench.Benchmark {
  private static final int LOOK_MILLIS = 20;
  private static final int LOOK_CLOSELY_MILLIS = 2;

  /** What was measured of ours, for the ceilings. */
  private record Ours(double perSecond, double perSecondOfMany, double fewMillis) {}

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    Ours ours;
    try (var database = TestDatabase.of(options, folder.resolve("database"));
        var bed = Bed.startServer(folder.resolve("server"), database);
        var client = bed.client();
        var fleet =
            Fleet.start(bed, folder, options.get("workers", 2), options.get("workers", 2))) {
      ours = new Measuring(options, results, bed, client, fleet).all();
    }
    ceilings(options, results, folder, ours);
  }

  /** The parts, on one server with its workers. */
  private record Measuring(
      Options options, Results results, Bed bed, PowerJobClient client, Fleet fleet) {
    Ours all() throws Exception {
      return new Ours(throughput(), many(), few());
    }

    private TimedInstances job(String name, Class<?> processor) {
      int threads = options.get("threads", 10);
      return new TimedInstances(
          bed, client, bed.save(client, name, ExecuteType.MAP_REDUCE, processor, threads));
    }

    private static String allOf(int tasks) {
      return SplitTasks.outcome(tasks + 1, 0).getMsg();
    }

    private double throughput() throws Exception {
      int tasks = options.get("tasks", 100_000);
      int size = options.get("size", 1024);
      int runs = options.get("runs", 5);
      if (tasks == 0 || runs == 0) {
        return 0;
      }
      var job = job("tasks", ListTasks.class);
      var parameters = SplitTasks.parameters(tasks, size, 0);
      job.run(options.get("warmup", 2), 0, parameters, LOOK_MILLIS, allOf(tasks));
      double serverBefore = Usage.processSeconds(bed.serverPid());
      double workersBefore = fleet.cpuSeconds();
      var micros = job.run(0, runs, parameters, LOOK_MILLIS, allOf(tasks));
      double server = Usage.processSeconds(bed.serverPid()) - serverBefore;
      double workers = fleet.cpuSeconds() - workersBefore;
      double thousands = tasks / 1000.0 * runs;
      double perSecond = tasks / (Bench.percentile(micros, 0.5) / 1e6);
      results
          .line("sub-tasks, API call to SUCCEED")
          .with("sub_tasks", tasks)
          .with("bytes_each", size)
          .with("workers", options.get("workers", 2))
          .with("threads", options.get("threads", 10))
          .with("runs", runs)
          .with("median_s", Bench.percentile(micros, 0.5) / 1e6)
          .with("shortest_s", Bench.percentile(micros, 0) / 1e6)
          .with("longest_s", Bench.percentile(micros, 1) / 1e6)
          .with("sub_tasks_per_s", perSecond)
          .with("server_cpu_s_per_1000", server / thousands)
          .with("workers_cpu_s_per_1000", workers / thousands)
          .print();
      return perSecond;
    }

    private double many() throws Exception {
      int tasks = options.get("many", 1_000_000);
      if (tasks == 0) {
        return 0;
      }
      int size = options.get("size", 1024);
      double serverBefore = Usage.processSeconds(bed.serverPid());
      double workersBefore = fleet.cpuSeconds();
      var micros =
          job("many", StreamTasks.class)
              .run(0, 1, SplitTasks.parameters(tasks, size, 0), 10 * LOOK_MILLIS, allOf(tasks));
      double perSecond = tasks / (micros[0] / 1e6);
      var line =
          results
              .line("very many sub-tasks in one instance, API call to SUCCEED")
              .with("sub_tasks", tasks)
              .with("bytes_each", size)
              .with("workers", options.get("workers", 2))
              .with("seconds", micros[0] / 1e6)
              .with("sub_tasks_per_s", perSecond)
              .with("server_cpu_s", Usage.processSeconds(bed.serverPid()) - serverBefore)
              .with("workers_cpu_s", fleet.cpuSeconds() - workersBefore);
      bed.serverMemory().addTo(line, "server");
      fleet.memory().addTo(line, "worker");
      line.print();
      return perSecond;
    }

    private static long[] spans(List<String> results) {
      return results.stream()
          .map(
              each ->
                  each.substring(each.indexOf(ListTasks.SPAN_KEY) + ListTasks.SPAN_KEY.length()))
          .mapToLong(Long::parseLong)
          .toArray();
    }

    private double few() throws Exception {
      int runs = options.get("latency", 20);
      if (runs == 0) {
        return 0;
      }
      var job = job("short", ListTasks.class);
      int tasks = options.get("short", 1_000);
      int millis = options.get("millis", 10);
      int hands = options.get("workers", 2) * options.get("threads", 10);
      var parameters = SplitTasks.parameters(tasks, 16, millis);
      var micros = job.run(5, runs, parameters, LOOK_CLOSELY_MILLIS, allOf(tasks));
      var spans = spans(job.results());
      double ideal = (double) tasks * millis / hands;
      results
          .line("sub-tasks of some milliseconds, API call to SUCCEED")
          .with("sub_tasks", tasks)
          .with("millis_each", millis)
          .with("workers", options.get("workers", 2))
          .with("threads", options.get("threads", 10))
          .with("runs", runs)
          .with("ideal_ms", ideal)
          .with("median_ms", Bench.percentile(micros, 0.5) / 1e3)
          .with("p99_ms", Bench.percentile(micros, 0.99) / 1e3)
          .with("median_to_ideal", Bench.percentile(micros, 0.5) / 1e3 / ideal)
          .with("median_first_start_to_last_end_ms", Bench.percentile(spans, 0.5))
          .with("first_start_to_last_end_to_ideal", Bench.percentile(spans, 0.5) / ideal)
          .print();
      int few = options.get("few", 4);
      micros = job.run(5, runs, SplitTasks.parameters(few, 16, 0), LOOK_CLOSELY_MILLIS, allOf(few));
      results
          .line("few sub-tasks, API call to SUCCEED")
          .with("sub_tasks", few)
          .with("runs", runs)
          .with("median_ms", Bench.percentile(micros, 0.5) / 1e3)
          .with("p99_ms", Bench.percentile(micros, 0.99) / 1e3)
          .print();
      return Bench.percentile(micros, 0.5) / 1e3;
    }
  }

  private static void ceilings(Options options, Results results, Path folder, Ours ours)
      throws Exception {
    int size = options.get("size", 1024);
    int pack = options.get("pack", 50);
    int workers = options.get("workers", 2);
    try (var ceiling = TaskCeiling.start(folder.resolve("ceiling"))) {
      if (ours.perSecond() > 0) {
        int tasks = options.get("tasks", 100_000);
        ceiling.carry(tasks / pack, pack * size, workers); // Warms up.
        double carried = ceiling.carry(tasks / pack, pack * size, workers) * pack;
        var line =
            results
                .line("ceiling: transacted send and consume of the same bytes")
                .with("bytes_each", size)
                .with("in_a_message", pack)
                .with("consumers", workers)
                .with("sub_tasks_per_s", carried)
                .with("ours_to_ceiling", ours.perSecond() / carried);
        if (ours.perSecondOfMany() > 0) {
          line.with("ours_of_very_many_to_ceiling", ours.perSecondOfMany() / carried);
        }
        line.print();
      }
      if (ours.fewMillis() > 0) {
        double millis = ceiling.latencyMillis(options.get("few", 4), 16, workers, 50);
        results
            .line("ceiling: transacted send and consume of few messages")
            .with("messages", options.get("few", 4))
            .with("median_ms", millis)
            .with("ours_to_ceiling", ours.fewMillis() / millis)
            .print();
      }
    }
  }
}
