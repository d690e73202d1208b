package tech.powerjob.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * What a database gives at best when one thread writes the rows of short runs to it and does
 * nothing else: each row is inserted and updated twice, a hundred rows in each commit.
 */
final class RowCeiling {
  private static final int BATCH = 100;

  private RowCeiling() {}

  /** Rows per second, each with its three writes. */
  static double measure(TestDatabase database, int seconds) throws SQLException {
    try (var connection = database.connect(database.create("rows"));
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE run (instance_id BIGINT NOT NULL PRIMARY KEY, job_id BIGINT NOT NULL,"
              + " app_id BIGINT NOT NULL, due_time BIGINT, status INT NOT NULL, deadline BIGINT,"
              + " worker_id VARCHAR(64), params VARCHAR(1024), result VARCHAR(1024))");
      statement.execute("CREATE UNIQUE INDEX uk_run ON run (job_id, due_time)");
      statement.execute("CREATE INDEX idx_run_deadline ON run (deadline)");
      statement.execute("CREATE INDEX idx_run_app ON run (app_id, instance_id)");
      statement.execute("CREATE INDEX idx_run_job ON run (job_id, instance_id)");
      connection.setAutoCommit(false);
      return write(connection, seconds);
    }
  }

  private static double write(Connection connection, int seconds) throws SQLException {
    long rows = 0;
    try (var insert =
            connection.prepareStatement(
                "INSERT INTO run VALUES (?, 1, 1, NULL, 1, ?, NULL, 'some parameters', NULL)");
        var dispatch =
            connection.prepareStatement(
                "UPDATE run SET status = 2, worker_id = 'worker', deadline = ?"
                    + " WHERE instance_id = ? AND status = 1");
        var finish =
            connection.prepareStatement(
                "UPDATE run SET status = 5, result = 'done', deadline = NULL"
                    + " WHERE instance_id = ? AND status = 2")) {
      long begun = System.nanoTime();
      long end = begun + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() < end) {
        long now = System.currentTimeMillis();
        for (long id = rows; id < rows + BATCH; id++) {
          add(insert, id, now);
          add(dispatch, now + 5_000, id);
          add(finish, id);
        }
        for (var each : new PreparedStatement[] {insert, dispatch, finish}) {
          each.executeBatch();
          connection.commit();
        }
        rows += BATCH;
      }
      return rows / ((System.nanoTime() - begun) / 1e9);
    }
  }

  private static void add(PreparedStatement statement, long... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setLong(i + 1, values[i]);
    }
    statement.addBatch();
  }
}
