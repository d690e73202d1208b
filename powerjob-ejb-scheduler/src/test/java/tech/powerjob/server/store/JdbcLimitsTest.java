package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.domain.dispatch.Limits.Claim;
import tech.powerjob.domain.dispatch.Limits.Outcome;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.LimitsContract;

class JdbcLimitsTest extends LimitsContract {
  @Override
  protected Instant start() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  protected Store emptyStore() {
    var dataSource = H2.migrated();
    var transactions = new Transactions(dataSource, 1);
    return new Store(
        new JdbcInstances(transactions),
        new JdbcLimits(transactions, Dialect.H2),
        (name, capacity) -> addPool(transactions, name, capacity));
  }

  private static void addPool(Transactions transactions, String name, int capacity) {
    transactions.commit(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO resource_pool (id, app_id, pool_name, capacity, gmt_create,"
                      + " gmt_modified) VALUES (?, 0, ?, ?, ?, ?)")) {
            insert.setLong(1, name.hashCode());
            insert.setString(2, name);
            insert.setInt(3, capacity);
            insert.setTimestamp(4, Timestamp.from(Instant.EPOCH));
            insert.setTimestamp(5, Timestamp.from(Instant.EPOCH));
            return insert.executeUpdate();
          }
        });
  }

  private static void addJob(Transactions transactions, long id) {
    transactions.commit(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO job_info (id, app_id, partition_no, job_name, time_expression_type,"
                      + " execute_type, processor_type, processor_info, max_instance_num,"
                      + " concurrency, instance_time_limit, instance_retry_num, task_retry_num,"
                      + " status, min_cpu_cores, min_memory_space, min_disk_space,"
                      + " max_worker_count, dispatch_strategy, gmt_create, gmt_modified)"
                      + " VALUES (?,7,0,'j',1,1,1,'p',3,5,0,0,0,1,0,0,0,0,1,?,?)")) {
            insert.setLong(1, id);
            insert.setTimestamp(2, Timestamp.from(Instant.EPOCH));
            insert.setTimestamp(3, Timestamp.from(Instant.EPOCH));
            return insert.executeUpdate();
          }
        });
  }

  private static Claim claim(JobInstance instance, Job job, Instant now) {
    return new Claim(
        instance, job, new Dispatched(Target.of(instance), "w", "w:1", now, now.plusSeconds(5)));
  }

  /** Servers that share nothing but the database, all at once. */
  private static List<Outcome> race(
      DataSource dataSource, List<JobInstance> instances, Job job, Instant now) throws Exception {
    int servers = 4;
    var barrier = new CyclicBarrier(servers);
    var threads = Executors.newFixedThreadPool(servers);
    try {
      var tasks = new ArrayList<Callable<List<Outcome>>>();
      for (int server = 0; server < servers; server++) {
        var limits = new JdbcLimits(new Transactions(dataSource, 1), Dialect.H2);
        int first = server;
        tasks.add(
            () -> {
              barrier.await(20, TimeUnit.SECONDS);
              var outcomes = new ArrayList<Outcome>();
              for (int i = 0; i < instances.size(); i++) {
                var instance = instances.get((first + i) % instances.size());
                outcomes.addAll(limits.admit(List.of(claim(instance, job, now)), now));
              }
              return outcomes;
            });
      }
      var all = new ArrayList<Outcome>();
      for (var result : threads.invokeAll(tasks, 50, TimeUnit.SECONDS)) {
        all.addAll(result.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @Timeout(60)
  void serversAtOnce_neverExceedTheNumberOfRuns() throws Exception {
    var dataSource = H2.migrated();
    var transactions = new Transactions(dataSource, 1);
    addJob(transactions, 1);
    var job = aJob(1).atMost(3).build();
    var now = start();
    var waiting =
        LongStream.rangeClosed(1, 20)
            .mapToObj(id -> JobInstance.waiting(id, job, now).build())
            .toList();
    var instances = new JdbcInstances(transactions);
    instances.insert(waiting);

    var outcomes = race(dataSource, waiting, job, now);

    assertThat(outcomes).filteredOn(Outcome.Admitted.class::isInstance).hasSize(3);
    assertThat(instances.countDispatched(1)).isEqualTo(3);
  }

  @Test
  @Timeout(60)
  void serversAtOnce_neverExceedAPool() throws Exception {
    var dataSource = H2.migrated();
    var transactions = new Transactions(dataSource, 1);
    addJob(transactions, 1);
    addPool(transactions, "db", 5);
    var job = aJob(1).options(each -> each.setPools(List.of(new PoolUse("db", 2)))).build();
    var now = start();
    var waiting =
        LongStream.rangeClosed(1, 12)
            .mapToObj(id -> JobInstance.waiting(id, job, now).build())
            .toList();
    var instances = new JdbcInstances(transactions);
    instances.insert(waiting);

    var outcomes = race(dataSource, waiting, job, now);

    assertThat(outcomes).filteredOn(Outcome.Admitted.class::isInstance).hasSize(2);
    assertThat(instances.countDispatched(1)).isEqualTo(2);
  }

  @Test
  void permitsOfFinishedInstances_areSweptAndNoOthers() {
    var dataSource = H2.migrated();
    var transactions = new Transactions(dataSource, 1);
    addPool(transactions, "db", 1);
    var job = aJob(1).options(each -> each.setPools(List.of(new PoolUse("db", 1)))).build();
    var now = start();
    var instances = new JdbcInstances(transactions);
    var limits = new JdbcLimits(transactions, Dialect.H2);
    for (long id = 1; id <= 2; id++) {
      var instance = JobInstance.waiting(id, job, now).build();
      instances.insert(List.of(instance));
      limits.admit(List.of(claim(instance, job, now)), now);
    }
    assertThat(limits.sweep(10)).isZero();
    var first = instances.find(1).orElseThrow();
    instances.apply(List.of(new Finished(Target.of(first), true, "done", now, now)));
    assertThat(limits.sweep(10)).isEqualTo(1);
    assertThat(limits.sweep(10)).isZero();
  }
}
