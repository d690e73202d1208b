package tech.powerjob.it.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.testkit.InstancesContract;
import tech.powerjob.it.fault.Cluster;
import tech.powerjob.server.ownership.OwnershipTest;
import tech.powerjob.server.store.Dialect;
import tech.powerjob.server.store.JdbcInstances;
import tech.powerjob.server.store.JdbcLedgerTest;
import tech.powerjob.server.store.Schema;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.store.TransactionsTest;

/** What the stores must do on every database, asked of a real server of one kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnDatabase {
  private static final List<String> CHANGING =
      List.of(
          "job_info",
          "instance_info",
          "skipped_firing",
          "instance_event",
          "instance_log",
          "server_info",
          "sundry");

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
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void serverThere_runsSchedulesAndCalls_andResumesAfterItWasKilled(@TempDir Path folder)
      throws Exception {
    try (var one = Cluster.start(folder, server, 1)) {
      one.begin(3, 1, 0);
      Cluster.pause(5_000);
      one.server(0).kill();
      one.server(0).start();
      Cluster.pause(5_000);
      var verdict = one.end("one-server-killed-and-started");
      verdict.requireNothingLostOrDoubled();
      assertThat(verdict.failed()).isEmpty();
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
