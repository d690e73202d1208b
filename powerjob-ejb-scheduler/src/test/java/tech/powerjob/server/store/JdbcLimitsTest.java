package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
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
import tech.powerjob.domain.instance.InstanceChange.Stopped;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.LimitsContract;

public class JdbcLimitsTest extends LimitsContract {
  private static final int ROUNDS = 25;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  protected Dialect dialect() {
    return Dialect.H2;
  }

  @Override
  protected Instant start() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  protected Store emptyStore() {
    var dataSource = database();
    var transactions = new Transactions(dataSource, 1);
    return new Store(
        new JdbcInstances(transactions),
        new JdbcLimits(transactions, dialect()),
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
  private List<Outcome> race(
      DataSource dataSource, List<JobInstance> instances, Job job, Instant now) throws Exception {
    return race(dataSource, instances, Collections.nCopies(instances.size(), job), now);
  }

  private List<Outcome> race(
      DataSource dataSource, List<JobInstance> instances, List<Job> jobs, Instant now)
      throws Exception {
    int servers = 4;
    var barrier = new CyclicBarrier(servers);
    var threads = Executors.newFixedThreadPool(servers);
    try {
      var tasks = new ArrayList<Callable<List<Outcome>>>();
      for (int server = 0; server < servers; server++) {
        var limits = new JdbcLimits(new Transactions(dataSource, 1), dialect());
        int first = server;
        tasks.add(
            () -> {
              barrier.await(20, TimeUnit.SECONDS);
              var outcomes = new ArrayList<Outcome>();
              for (int i = 0; i < instances.size(); i++) {
                int next = (first + i) % instances.size();
                var claim = claim(instances.get(next), jobs.get(next), now);
                outcomes.addAll(limits.admit(List.of(claim), now));
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
    var dataSource = database();
    var transactions = new Transactions(dataSource, 1);
    var instances = new JdbcInstances(transactions);
    var now = start();
    for (int round = 1; round <= ROUNDS; round++) {
      addJob(transactions, round);
      var job = aJob(round).atMost(1).build();
      int first = round * 100;
      var waiting =
          LongStream.range(first, first + 4)
              .mapToObj(id -> JobInstance.waiting(id, job, now).build())
              .toList();
      instances.insert(waiting);

      var outcomes = race(dataSource, waiting, job, now);

      assertThat(outcomes).filteredOn(Outcome.Admitted.class::isInstance).hasSize(1);
      assertThat(instances.countDispatched(round)).isEqualTo(1);
    }
  }

  @Test
  @Timeout(60)
  void serversAtOnce_neverExceedAPool() throws Exception {
    var dataSource = database();
    var transactions = new Transactions(dataSource, 1);
    var instances = new JdbcInstances(transactions);
    var now = start();
    addPool(transactions, "db", 3);
    for (int round = 1; round <= ROUNDS; round++) {
      // Jobs of their own, so that only the pool stands between them.
      var jobs = new ArrayList<Job>();
      var waiting = new ArrayList<JobInstance>();
      for (int i = 0; i < 4; i++) {
        int id = round * 100 + i;
        addJob(transactions, id);
        jobs.add(aJob(id).options(each -> each.setPools(List.of(new PoolUse("db", 2)))).build());
        waiting.add(JobInstance.waiting(id, jobs.get(i), now).build());
      }
      instances.insert(waiting);

      var outcomes = race(dataSource, waiting, jobs, now);

      assertThat(outcomes).filteredOn(Outcome.Admitted.class::isInstance).hasSize(1);
      for (var each : instances.findAll(waiting.stream().map(JobInstance::instanceId).toList())) {
        instances.apply(List.of(new Stopped(Target.of(each), "over", now)));
      }
    }
  }

  @Test
  void permitsOfFinishedInstances_areSweptAndNoOthers() {
    var dataSource = database();
    var transactions = new Transactions(dataSource, 1);
    addPool(transactions, "db", 1);
    var job = aJob(1).options(each -> each.setPools(List.of(new PoolUse("db", 1)))).build();
    var now = start();
    var instances = new JdbcInstances(transactions);
    var limits = new JdbcLimits(transactions, dialect());
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
