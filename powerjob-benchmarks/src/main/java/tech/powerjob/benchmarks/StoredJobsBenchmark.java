package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tech.powerjob.common.enums.TimeExpressionType;

/**
 * What a firing costs the server when nothing else is stored, and when there are many more enabled
 * jobs that are not due.
 */
final class StoredJobsBenchmark implements Bench.Benchmark {
  private static final String EACH_SECOND = "* * * * * ?";
  private static final String IN_2099 = "0 0 0 1 1 ? 2099";
  private static final long THE_YEAR_2099 = 4_070_908_800_000L;
  private static final int WARM_UP_SECONDS = 30;

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int firing = options.get("jobs", 200);
    int stored = options.get("stored", 100_000);
    int seconds = options.get("seconds", 40);
    try (var database = TestDatabase.of(options, folder.resolve("database"))) {
      double alone = measure(firing, 0, seconds, results, folder.resolve("alone"), database);
      double among = measure(firing, stored, seconds, results, folder.resolve("among"), database);
      results
          .line("ratio")
          .with("database", database.name())
          .with("stored", stored)
          .with("cost_to_cost_without", among / alone)
          .print();
    }
  }

  private static double measure(
      int firing, int stored, int seconds, Results results, Path folder, TestDatabase database)
      throws Exception {
    try (var bed = Bed.start(folder, database)) {
      long first;
      try (var client = bed.client()) {
        first = bed.save(client, "template", TimeExpressionType.API, null);
      }
      bed.offline(
          connection -> {
            StoredJobs.copy(connection, first, stored, IN_2099, THE_YEAR_2099);
            StoredJobs.copy(
                connection, first, firing, EACH_SECOND, System.currentTimeMillis() / 1_000 * 1_000);
          });
      bed.awaitWorker();
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      int startsBefore = MeasuringProcessor.STARTED.size();
      var before = bed.serverUsage();
      TimeUnit.SECONDS.sleep(seconds);
      var after = bed.serverUsage();
      int firings = MeasuringProcessor.STARTED.size() - startsBefore;
      double cost = (after.secondsSince(before, StoredJobsBenchmark::isWork)) / firings * 1_000;
      results
          .line("processor time of firings")
          .with("database", database.name())
          .with("stored", stored)
          .with("due_per_s", firing)
          .with("firings", firings)
          .with("server_cpu_ms_per_firing", cost)
          .with(
              "with_compiler_ms_per_firing",
              (after.processSeconds() - before.processSeconds()) / firings * 1_000)
          .print();
      return cost;
    }
  }

  /** The compiler's share depends on how long the server has run, not on what it does. */
  private static boolean isWork(String thread) {
    return !thread.contains("CompilerThread") && !thread.contains("Sweeper");
  }
}
