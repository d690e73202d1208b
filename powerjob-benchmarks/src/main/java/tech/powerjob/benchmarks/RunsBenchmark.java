package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.query.InstancePageQuery;

/**
 * API runs with some clients, each waiting for one answer before it asks for the next run, until
 * every run has succeeded. Beside it what the same threads do when each only commits one row to a
 * database of the same kind.
 */
final class RunsBenchmark implements Bench.Benchmark {
  private static final int WARM_UP_SECONDS = 10;

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int clients = options.get("clients", 8);
    int seconds = options.get("seconds", 30);
    try (var bed = Bed.start(folder.resolve("server"));
        var client = bed.client()) {
      long job = bed.save(client, "run", TimeExpressionType.API, null);
      load(bed, job, clients, WARM_UP_SECONDS, new ConcurrentLinkedQueue<>());
      var latencies = new ConcurrentLinkedQueue<Long>();
      long begun = System.nanoTime();
      long accepted = load(bed, job, clients, seconds, latencies);
      double loadSeconds = (System.nanoTime() - begun) / 1e9;
      int unfinished = awaitFinished(client);
      double allSeconds = (System.nanoTime() - begun) / 1e9;
      long[] micros = latencies.stream().mapToLong(Long::longValue).toArray();
      double rows = commits(folder, clients, Math.min(seconds, 10));
      results
          .line("API call to SUCCEED")
          .with("clients", clients)
          .with("accepted", accepted)
          .with("unfinished", unfinished)
          .with("calls_per_s", accepted / loadSeconds)
          .with("succeeded_per_s", accepted / allSeconds)
          .with("call_median_ms", Bench.percentile(micros, 0.5) / 1e3)
          .with("call_p99_ms", Bench.percentile(micros, 0.99) / 1e3)
          .with("baseline_row_commits_per_s", rows)
          .with("ratio_to_baseline", accepted / allSeconds / rows)
          .print();
    }
  }

  private static long load(
      Bed bed, long job, int clients, int seconds, ConcurrentLinkedQueue<Long> latencies)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    return together(
        clients,
        () -> {
          long count = 0;
          try (var client = bed.client()) {
            while (System.nanoTime() < end) {
              long begun = System.nanoTime();
              Bed.require(client.runJob(job, null, 0));
              latencies.add((System.nanoTime() - begun) / 1_000);
              count++;
            }
          }
          return count;
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

  /**
   * Rows per second that the same number of threads commit one by one to an H2 file, durable at
   * commit.
   */
  private static double commits(Path folder, int threads, int seconds) throws Exception {
    var url = "jdbc:h2:file:" + folder.resolve("baseline") + ";WRITE_DELAY=0";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, text VARCHAR(255))");
      var ids = new AtomicLong();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      long rows = together(threads, () -> commitRows(url, ids, end));
      return (double) rows / seconds;
    }
  }

  private static long commitRows(String url, AtomicLong ids, long end) throws SQLException {
    long count = 0;
    try (var connection = DriverManager.getConnection(url);
        var insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'some text')")) {
      while (System.nanoTime() < end) {
        insert.setLong(1, ids.incrementAndGet());
        insert.executeUpdate();
        count++;
      }
    }
    return count;
  }

  private static long together(int threads, Callable<Long> work) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var all = new ArrayList<Future<Long>>();
      for (int i = 0; i < threads; i++) {
        all.add(pool.submit(work));
      }
      long sum = 0;
      for (var each : all) {
        sum += each.get();
      }
      return sum;
    } finally {
      pool.shutdownNow();
    }
  }
}
