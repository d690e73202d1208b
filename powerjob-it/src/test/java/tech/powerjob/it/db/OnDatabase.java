package tech.powerjob.it.db;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.testkit.InstancesContract;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.it.fault.Cluster;
import tech.powerjob.server.audit.AuditLogTest;
import tech.powerjob.server.live.SharedWatchesTest;
import tech.powerjob.server.log.LogStoreTest;
import tech.powerjob.server.ownership.OwnershipTest;
import tech.powerjob.server.store.AlarmStoreTest;
import tech.powerjob.server.store.Dialect;
import tech.powerjob.server.store.HttpWorkerStoresTest;
import tech.powerjob.server.store.IdempotencyKeysTest;
import tech.powerjob.server.store.JdbcInstances;
import tech.powerjob.server.store.JdbcLedgerTest;
import tech.powerjob.server.store.JdbcLimitsTest;
import tech.powerjob.server.store.JdbcTaskRunsTest;
import tech.powerjob.server.store.LatestRunsTest;
import tech.powerjob.server.store.Schema;
import tech.powerjob.server.store.SearchTest;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.store.TransactionsTest;
import tech.powerjob.server.store.WorkflowRunSearchTest;

/** What the stores must do on every database, asked of a real server of one kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnDatabase {
  private static final List<String> CHANGING =
      List.of(
          "job_info",
          "instance_info",
          "workflow_instance_info",
          "skipped_firing",
          "instance_event",
          "instance_log_chunk",
          "instance_log",
          "server_info",
          "sundry",
          "pool_permit",
          "resource_pool",
          "rate_limit",
          "idempotency_key",
          "task_run",
          "task_page",
          "audit_log",
          "http_worker",
          "http_run",
          "page_watch",
          "alarm_delivery",
          "alarm",
          "alarm_group");

  private final DatabaseKind kind;
  private DatabaseServer server;
  private Pool pool;
  private Dialect dialect;

  OnDatabase(DatabaseKind kind) {
    this.kind = kind;
  }

  @BeforeAll
  void open(@TempDir Path folder) throws SQLException {
    server = DatabaseServer.start(kind, folder);
    pool = Pool.of(server.newDatabase(), DatabaseServer.USER, DatabaseServer.PASSWORD);
    dialect = Schema.migrate(pool);
  }

  @AfterAll
  void close() {
    if (server != null) {
      server.close();
    }
  }

  final DatabaseServer server() {
    return server;
  }

  /** The migrated database without rows of former tests. */
  final DataSource emptied() {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      for (var table : CHANGING) {
        statement.execute("DELETE FROM " + table);
      }
      statement.execute("UPDATE partition_lease SET owner_id = 0, expires_at = 0");
      return pool;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void outbox_takesARequestToItsEnd() throws Exception {
    try (var own = ownPool()) {
      new UsersTables(own).outbox_takesARequestToItsEnd();
    }
  }

  @Test
  void effect_happensOnce_alsoIfItsRepetitionComesMeanwhile() throws Exception {
    try (var own = ownPool()) {
      new UsersTables(own).effect_happensOnce_alsoIfItsRepetitionComesMeanwhile();
    }
  }

  private Pool ownPool() throws SQLException {
    return Pool.of(server.newDatabase(), DatabaseServer.USER, DatabaseServer.PASSWORD);
  }

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void serverThere_runsSchedulesAndCalls_andResumesAfterItWasKilled(@TempDir Path folder)
      throws Exception {
    try (var one = Cluster.start(folder, server, 1)) {
      one.begin(3, 1, 0);
      Cluster.pause(5_000);
      one.server(0).kill();
      one.server(0).start();
      one.awaitAllSchedules(System.currentTimeMillis());
      Cluster.pause(5_000);
      var verdict = one.end("one-server-killed-and-started");
      verdict.requireNothingLostOrDoubled();
      assertThat(verdict.failed()).isEmpty();
    }
  }

  @Test
  void hotStatements_useAnIndex() throws SQLException {
    var plans = new Plans(emptied());
    var transactions = new Transactions(pool, 4);
    var now = Instant.ofEpochMilli(1_800_000_000_000L);
    var old = new JdbcInstances(transactions);
    for (int from = 0; from < 20_000; from += 1_000) {
      old.insert(
          IntStream.range(from, from + 1_000)
              .mapToObj(id -> instance(id, now).deadline(Optional.empty()).build())
              .toList());
    }
    old.insert(IntStream.range(20_000, 20_050).mapToObj(id -> instance(id, now).build()).toList());
    manyJobs();
    analyze();

    var instances = new JdbcInstances(new Transactions(plans.dataSource(), 1));
    var some = Partitions.of(IntStream.range(0, 20));
    assertThat(instances.findDue(some, now, 100)).isNotEmpty();
    instances.findDue(Partitions.all(), now, 100);
    instances.findUnfinishedOf("w");
    instances.countDispatched(3);
    var waiting = instances.find(20_001).orElseThrow();
    instances.apply(
        List.of(new InstanceChange.Postponed(Target.of(waiting), waiting.status(), now, now)));
    try (var connection = plans.dataSource().getConnection();
        var due =
            connection.prepareStatement(
                "SELECT * FROM job_info WHERE status = 1 AND next_trigger_time <= ?"
                    + " AND partition_no IN (1, 2, 3) ORDER BY next_trigger_time LIMIT 500")) {
      due.setLong(1, 1_000);
      due.executeQuery().close();
    }

    assertThat(plans.found()).hasSizeGreaterThanOrEqualTo(7).noneMatch(Plans::scansAll);
  }

  private static JobInstance.Builder instance(long id, Instant now) {
    return JobInstance.waiting(id, aJob(id % 100).build(), now).deadline(now);
  }

  private void manyJobs() throws SQLException {
    try (var connection = pool.getConnection();
        var insert =
            connection.prepareStatement(
                "INSERT INTO job_info (id, app_id, partition_no, job_name, time_expression_type,"
                    + " execute_type, processor_type, processor_info, max_instance_num,"
                    + " concurrency, instance_time_limit, instance_retry_num, task_retry_num,"
                    + " status, next_trigger_time, min_cpu_cores, min_memory_space,"
                    + " min_disk_space, max_worker_count, dispatch_strategy, gmt_create,"
                    + " gmt_modified) VALUES (?, 7, ?, 'j', 2, 1, 1, 'x', 0, 5, 0, 0, 0, 1, ?, 0,"
                    + " 0, 0, 0, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)")) {
      for (int id = 1; id <= 20_000; id++) {
        insert.setLong(1, id);
        insert.setInt(2, id % Partitions.COUNT);
        insert.setLong(3, id * 100L);
        insert.addBatch();
        if (id % 1_000 == 0) {
          insert.executeBatch();
        }
      }
    }
  }

  private void analyze() throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement()) {
      for (var table : List.of("instance_info", "job_info")) {
        statement.execute(
            (kind == DatabaseKind.POSTGRESQL ? "ANALYZE " : "ANALYZE TABLE ") + table);
      }
    }
  }

  @Nested
  class InstancesThere extends InstancesContract {
    @Override
    protected Instances emptyStore() {
      return new JdbcInstances(new Transactions(emptied(), 4));
    }
  }

  @Nested
  class LimitsThere extends JdbcLimitsTest {
    @Override
    protected DataSource database() {
      return emptied();
    }

    @Override
    protected Dialect dialect() {
      return dialect;
    }
  }

  @Nested
  class TaskRunsThere extends JdbcTaskRunsTest {
    @Override
    protected DataSource database() {
      return emptied();
    }

    @Override
    protected Dialect dialect() {
      return dialect;
    }
  }

  @Nested
  class AuditThere extends AuditLogTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class HttpWorkersThere extends HttpWorkerStoresTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class WatchesThere extends SharedWatchesTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class AlarmsThere extends AlarmStoreTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class KeysThere extends IdempotencyKeysTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class RunSearchThere extends WorkflowRunSearchTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class LatestRunsThere extends LatestRunsTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class SearchThere extends SearchTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class LogsThere extends LogStoreTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class LedgerThere extends JdbcLedgerTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class TransactionsThere extends TransactionsTest {
    @Override
    protected DataSource database() {
      return emptied();
    }
  }

  @Nested
  class LeasesThere extends OwnershipTest {
    @Override
    protected DataSource database() {
      return emptied();
    }

    @Override
    protected Dialect dialect() {
      return dialect;
    }
  }
}
