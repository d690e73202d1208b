package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;

/**
 * How long after its due instant a CRON job's processor starts, beside what a scheduled executor of
 * the JDK achieves in the same process at the same time.
 */
final class LatenessBenchmark implements Bench.Benchmark {
  private static final int PAGE = 500;

  @Override
  public void run(Options options, Results results, Path folder) throws Exception {
    int jobs = options.get("jobs", 10);
    int seconds = options.get("seconds", 40);
    var baseline = new ConcurrentLinkedQueue<Long>();
    var timer = Executors.newScheduledThreadPool(1);
    try (var database = TestDatabase.of(options, folder.resolve("database"));
        var bed = Bed.start(folder.resolve("server"), database);
        var client = bed.client()) {
      var ids = new ArrayList<Long>();
      for (int i = 0; i < jobs; i++) {
        ids.add(bed.save(client, "cron " + i, TimeExpressionType.CRON, "* * * * * ?"));
      }
      long toNextSecond = 1_000 - System.currentTimeMillis() % 1_000;
      timer.scheduleAtFixedRate(
          () -> baseline.add(System.currentTimeMillis() % 1_000),
          toNextSecond,
          1_000,
          TimeUnit.MILLISECONDS);
      TimeUnit.SECONDS.sleep(5); // The first firings warm up.
      long from = System.currentTimeMillis();
      TimeUnit.SECONDS.sleep(seconds);
      long to = System.currentTimeMillis();
      ids.forEach(id -> Bed.require(client.disableJob(id)));
      TimeUnit.SECONDS.sleep(2);
      print(results, lateness(client, from, to), jobs, (long) jobs * seconds);
    } finally {
      timer.shutdownNow();
    }
    long[] plain = baseline.stream().mapToLong(Long::longValue).toArray();
    results
        .line("baseline: ScheduledExecutorService")
        .with("firings", plain.length)
        .with("median_ms", Bench.percentile(plain, 0.5))
        .with("p99_ms", Bench.percentile(plain, 0.99))
        .print();
  }

  private static void print(Results results, List<Long> late, int jobs, long due) {
    long[] values = late.stream().mapToLong(Long::longValue).toArray();
    results
        .line("due instant to start of processor")
        .with("jobs", jobs)
        .with("due", due)
        .with("firings", values.length)
        .with("median_ms", Bench.percentile(values, 0.5))
        .with("p99_ms", Bench.percentile(values, 0.99))
        .with("max_ms", Bench.percentile(values, 1))
        .print();
  }

  private static List<Long> lateness(PowerJobClient client, long from, long to) {
    var late = new ArrayList<Long>();
    for (int index = 0; ; index++) {
      var query = new InstancePageQuery();
      query.setIndex(index);
      query.setPageSize(PAGE);
      query.setSortBy("id");
      query.setAsc(true);
      var page = Bed.require(client.queryInstanceInfo(query));
      for (InstanceInfoDTO instance : page.getData()) {
        long due = instance.getExpectedTriggerTime();
        if (due >= from && due < to) {
          if (instance.getStatus() != InstanceStatus.SUCCEED.getV()) {
            throw new IllegalStateException(
                "instance %d has status %d: %s"
                    .formatted(
                        instance.getInstanceId(), instance.getStatus(), instance.getResult()));
          }
          late.add(MeasuringProcessor.STARTED.get(instance.getInstanceId()) - due);
        }
      }
      if (page.getData().size() < PAGE) {
        return late;
      }
    }
  }
}
