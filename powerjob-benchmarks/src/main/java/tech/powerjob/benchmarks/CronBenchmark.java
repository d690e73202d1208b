package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import tech.powerjob.benchmarks.StoredJobs.Firings;
import tech.powerjob.common.enums.TimeExpressionType;

/**
 * Many CRON jobs that fire each second, and then many more that are due in the same second: how
 * long after its instant each processor starts. Beside it a scheduled executor of the JDK with as
 * many tasks, in the process of the worker.
 */
final class CronBenchmark implements Bench.Benchmark {
  private static final String EACH_SECOND = "* * * * * ?";
  private static final int WARM_UP_SECONDS = 30;

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int jobs = options.get("jobs", 1_000);
    int seconds = options.get("seconds", 60);
    int burst = options.get("burst", 10_000);
    try (var database = TestDatabase.of(options, folder.resolve("database"))) {
      steady(jobs, seconds, results, folder.resolve("steady"), database);
      if (burst > 0) {
        burst(burst, results, folder.resolve("burst"), database);
      }
    }
    baseline(jobs, Math.min(seconds, 15), results);
  }

  private static void steady(
      int jobs, int seconds, Results results, Path folder, TestDatabase database) throws Exception {
    try (var bed = Bed.start(folder, database)) {
      long first = template(bed);
      bed.offline(
          connection -> StoredJobs.copy(connection, first, jobs, EACH_SECOND, nextSecond()));
      bed.awaitWorker();
      TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
      var before = bed.serverUsage();
      long from = nextSecond();
      TimeUnit.SECONDS.sleep(seconds);
      var after = bed.serverUsage();
      long to = nextSecond();
      TimeUnit.SECONDS.sleep(3);
      var seen = new AtomicReference<Firings>();
      bed.inspect(connection -> seen.set(StoredJobs.firings(connection, from, to)));
      double firings = (double) jobs * ((to - from) / 1_000);
      line(results, "due instant to start of processor, jobs of each second", database, seen.get())
          .with("due", (long) firings)
          .with(
              "server_cpu_s_per_1000",
              (after.processSeconds() - before.processSeconds()) / firings * 1_000)
          .print();
      var threads = results.line("server's processor seconds per 1000 firings, by kind of thread");
      after
          .busiestSince(before, 12)
          .forEach((name, cpu) -> threads.with(name, cpu / firings * 1_000));
      threads.print();
    }
  }

  private static void burst(int jobs, Results results, Path folder, TestDatabase database)
      throws Exception {
    try (var bed = Bed.start(folder, database)) {
      long first = template(bed);
      // Late enough for the server to have started and warmed up a little.
      long due = nextSecond() + 90_000;
      var at = Instant.ofEpochMilli(due).atZone(ZoneId.systemDefault());
      var once =
          "%d %d %d %d %d ? %d"
              .formatted(
                  at.getSecond(),
                  at.getMinute(),
                  at.getHour(),
                  at.getDayOfMonth(),
                  at.getMonthValue(),
                  at.getYear());
      bed.offline(
          connection -> {
            StoredJobs.copy(connection, first, jobs, once, due);
            StoredJobs.copy(connection, first, 100, EACH_SECOND, nextSecond());
          });
      bed.awaitWorker();
      TimeUnit.MILLISECONDS.sleep(Math.max(0, due - System.currentTimeMillis()) + 15_000);
      var seen = new AtomicReference<Firings>();
      bed.inspect(connection -> seen.set(StoredJobs.firings(connection, due, due + 1)));
      line(results, "due instant to start of processor, all jobs at once", database, seen.get())
          .with("due", jobs + 100)
          .print();
    }
  }

  /** A job to make copies of. It does not fire. */
  private static long template(Bed bed) {
    try (var client = bed.client()) {
      return bed.save(client, "template", TimeExpressionType.API, null);
    }
  }

  private static long nextSecond() {
    return (System.currentTimeMillis() / 1_000 + 1) * 1_000;
  }

  private static Results.Line line(
      Results results, String name, TestDatabase database, Firings firings) {
    long[] values = firings.late().stream().mapToLong(Long::longValue).toArray();
    return results
        .line(name)
        .with("database", database.name())
        .with("firings", values.length)
        .with("unfinished", firings.others())
        .with("median_ms", Bench.percentile(values, 0.5))
        .with("p99_ms", Bench.percentile(values, 0.99))
        .with("max_ms", Bench.percentile(values, 1));
  }

  private static void baseline(int tasks, int seconds, Results results)
      throws InterruptedException {
    var late = new ConcurrentLinkedQueue<Long>();
    ScheduledExecutorService timer =
        Executors.newScheduledThreadPool(Runtime.getRuntime().availableProcessors());
    var all = new ArrayList<Runnable>();
    for (int i = 0; i < tasks; i++) {
      all.add(() -> late.add(System.currentTimeMillis() % 1_000));
    }
    long pause = nextSecond() - System.currentTimeMillis();
    all.forEach(task -> timer.scheduleAtFixedRate(task, pause, 1_000, TimeUnit.MILLISECONDS));
    TimeUnit.SECONDS.sleep(seconds);
    timer.shutdownNow();
    long[] values = late.stream().mapToLong(Long::longValue).toArray();
    results
        .line("baseline: ScheduledExecutorService")
        .with("firings", values.length)
        .with("median_ms", Bench.percentile(values, 0.5))
        .with("p99_ms", Bench.percentile(values, 0.99))
        .print();
  }
}
