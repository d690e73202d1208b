package tech.powerjob.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.query.InstancePageQuery;

/**
 * API runs with some clients, each waiting for one answer before it asks for the next run, until
 * every run has succeeded: first as many as possible, then at half that rate to see how soon they
 * start. Beside it what the database does in the same run when it is only given the same rows.
 */
final class RunsBenchmark implements Bench.Benchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    try (var database = TestDatabase.of(options, folder.resolve("database"))) {
      double rate = ours(options, results, folder, database);
      raw(options, results, database, rate);
    }
  }

  private static double ours(Options options, Results results, Path folder, TestDatabase database)
      throws Exception {
    int clients = options.get("clients", 64);
    int half = options.get("half", 30);
    try (var bed = Bed.start(folder.resolve("server"), database);
        var client = bed.client()) {
      long job = bed.save(client, "run", TimeExpressionType.API, null);
      load(bed, job, clients, options.get("warmup", 30), 0);
      awaitFinished(client);
      double rate = fullLoad(bed, client, job, clients, options.get("seconds", 60), results);
      if (half > 0) {
        halfLoad(bed, client, job, clients, half, options.get("rate", (int) (rate / 2)), results);
      }
      return rate;
    }
  }

  private static void raw(Options options, Results results, TestDatabase database, double rate)
      throws Exception {
    double rows = RowCeiling.measure(database, options.get("rows", 10));
    results
        .line("ceiling: a row with its three writes, 100 in a commit")
        .with("database", database.name())
        .with("rows_per_s", rows)
        .with("ours_to_ceiling", rate / rows)
        .print();
    double trips = JmsCeiling.measure(options.get("jms", 10));
    results
        .line("ceiling: round trips of one message over JMS")
        .with("round_trips_per_s", trips)
        .with("ours_to_ceiling", rate / trips)
        .print();
    double tasks =
        DbScheduler.measure(database, options.get("clients", 64), options.get("dbscheduler", 15));
    results
        .line("beside: trivial one-time tasks of db-scheduler")
        .with("database", database.name())
        .with("tasks_per_s", tasks)
        .with("ours_to_it", rate / tasks)
        .print();
  }

  private static double fullLoad(
      Bed bed, PowerJobClient client, long job, int clients, int seconds, Results results)
      throws Exception {
    var before = bed.serverUsage();
    double ownBefore = ownSeconds();
    long begun = System.nanoTime();
    var calls = load(bed, job, clients, seconds, 0);
    double loadSeconds = (System.nanoTime() - begun) / 1e9;
    int unfinished = awaitFinished(client);
    double allSeconds = (System.nanoTime() - begun) / 1e9;
    var after = bed.serverUsage();
    double own = ownSeconds() - ownBefore;
    double thousands = calls.size() / 1000.0;
    double load = calls.stream().mapToLong(Call::cpuNanos).sum() / 1e9;
    long[] micros = calls.stream().mapToLong(Call::micros).toArray();
    results
        .line("API call to SUCCEED")
        .with("clients", clients)
        .with("accepted", calls.size())
        .with("unfinished", unfinished)
        .with("calls_per_s", calls.size() / loadSeconds)
        .with("succeeded_per_s", calls.size() / allSeconds)
        .with("call_median_ms", Bench.percentile(micros, 0.5) / 1e3)
        .with("call_p99_ms", Bench.percentile(micros, 0.99) / 1e3)
        .with("start_p99_ms", startPercentile(calls, 0.99))
        .with(
            "server_cpu_s_per_1000", (after.processSeconds() - before.processSeconds()) / thousands)
        .with("worker_cpu_s_per_1000", (own - load) / thousands)
        .with("load_cpu_s_per_1000", load / thousands)
        .with("server_bytes_per_run", after.allocatedSince(before) / calls.size())
        .print();
    var threads = results.line("server's processor seconds per 1000 runs, by kind of thread");
    after.busiestSince(before, 15).forEach((name, cpu) -> threads.with(name, cpu / thousands));
    threads.print();
    return calls.size() / allSeconds;
  }

  private static void halfLoad(
      Bed bed, PowerJobClient client, long job, int clients, int seconds, int rate, Results results)
      throws Exception {
    var calls = load(bed, job, clients, seconds, rate);
    awaitFinished(client);
    long[] micros = calls.stream().mapToLong(Call::micros).toArray();
    results
        .line("call to start of processor at half the load")
        .with("calls_per_s", (double) calls.size() / seconds)
        .with("call_p99_ms", Bench.percentile(micros, 0.99) / 1e3)
        .with("median_ms", startPercentile(calls, 0.5))
        .with("p99_ms", startPercentile(calls, 0.99))
        .with("max_ms", startPercentile(calls, 1))
        .print();
  }

  /**
   * A call that was answered.
   *
   * @param cpuNanos what it cost the caller's thread
   */
  private record Call(long instanceId, long atMillis, long micros, long cpuNanos) {}

  private static double ownSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private static double startPercentile(List<Call> calls, double share) {
    return Bench.percentile(
        calls.stream()
            .mapToLong(call -> MeasuringProcessor.STARTED.get(call.instanceId()) - call.atMillis())
            .toArray(),
        share);
  }

  /**
   * Calls until the time is over.
   *
   * @param rate calls per second of all clients; 0 for as many as possible
   */
  private static List<Call> load(Bed bed, long job, int clients, int seconds, int rate)
      throws Exception {
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    long pause = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(clients) / rate;
    return together(
        clients,
        number -> {
          var calls = new ArrayList<Call>();
          long cpuBefore = THREADS.getCurrentThreadCpuTime();
          try (var caller = bed.caller()) {
            for (long next = begun + pause * number / clients;
                System.nanoTime() < end;
                next += pause) {
              while (pause > 0 && System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
              }
              long at = System.currentTimeMillis();
              long before = System.nanoTime();
              long id = caller.run(job);
              long cpu = THREADS.getCurrentThreadCpuTime();
              calls.add(new Call(id, at, (System.nanoTime() - before) / 1_000, cpu - cpuBefore));
              cpuBefore = cpu;
            }
          }
          return calls;
        });
  }

  private static int awaitFinished(PowerJobClient client) throws InterruptedException {
    var query = new InstancePageQuery();
    query.setPageSize(1);
    query.setStatusIn(InstanceStatus.GENERALIZED_RUNNING_STATUS);
    long unfinished = Long.MAX_VALUE;
    for (int i = 0; i < 600 && unfinished > 0; i++) {
      TimeUnit.MILLISECONDS.sleep(50);
      unfinished = Bed.require(client.queryInstanceInfo(query)).getTotalItems();
    }
    query.setStatusIn(List.of(InstanceStatus.FAILED.getV()));
    var failed = Bed.require(client.queryInstanceInfo(query));
    if (failed.getTotalItems() > 0) {
      throw new IllegalStateException(
          "%d runs failed, one with: %s"
              .formatted(failed.getTotalItems(), failed.getData().get(0).getResult()));
    }
    return (int) unfinished;
  }

  private interface Numbered<T> {
    List<T> run(int number) throws Exception;
  }

  private static <T> List<T> together(int threads, Numbered<T> work) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var parts = new ArrayList<Future<List<T>>>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<List<T>> part = () -> work.run(number);
        parts.add(pool.submit(part));
      }
      var all = new ArrayList<T>();
      for (var part : parts) {
        all.addAll(part.get());
      }
      return all;
    } finally {
      pool.shutdownNow();
    }
  }
}
