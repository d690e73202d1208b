package tech.powerjob.benchmarks;

import java.sql.Clob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.powerjob.domain.worker.Partitions;

/**
 * Jobs by the thousand: copies of one that the server has stored, written straight into its tables
 * while it is down.
 */
final class StoredJobs {
  private static final int BATCH = 1_000;

  private StoredJobs() {}

  /**
   * Adds copies of a job.
   *
   * @param expression CRON expression of the copies
   * @param nextTriggerTime when they are due next, epoch milliseconds
   */
  static void copy(
      Connection connection, long jobId, int copies, String expression, long nextTriggerTime)
      throws SQLException {
    var row = row(connection, jobId);
    row.put("time_expression_type", 2);
    row.put("time_expression", expression);
    row.put("next_trigger_time", nextTriggerTime);
    row.put("status", 1);
    long lastId = lastId(connection);
    connection.setAutoCommit(false);
    var columns = String.join(",", row.keySet());
    var marks = "?" + ",?".repeat(row.size() - 1);
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO job_info (" + columns + ") VALUES (" + marks + ")")) {
      for (int i = 1; i <= copies; i++) {
        long id = lastId + i;
        row.put("id", id);
        row.put("partition_no", Partitions.ofJob(id));
        row.put("job_name", "copy " + id);
        int column = 1;
        for (var value : row.values()) {
          insert.setObject(column++, value);
        }
        insert.addBatch();
        if (i % BATCH == 0 || i == copies) {
          insert.executeBatch();
        }
      }
    }
    try (var update =
        connection.prepareStatement(
            "UPDATE id_sequence SET last_id = last_id + ? WHERE name = 'job_info'")) {
      update.setInt(1, copies);
      update.executeUpdate();
    }
    connection.commit();
  }

  private static Map<String, Object> row(Connection connection, long jobId) throws SQLException {
    try (var select = connection.prepareStatement("SELECT * FROM job_info WHERE id = ?")) {
      select.setLong(1, jobId);
      try (var rows = select.executeQuery()) {
        rows.next();
        var row = new LinkedHashMap<String, Object>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          var value = rows.getObject(i);
          row.put(
              rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT),
              value instanceof Clob clob ? clob.getSubString(1, (int) clob.length()) : value);
        }
        return row;
      }
    }
  }

  private static long lastId(Connection connection) throws SQLException {
    try (var select =
            connection.prepareStatement("SELECT last_id FROM id_sequence WHERE name = 'job_info'");
        var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * What became of the firings that were due in a time.
   *
   * @param late how late each of those that succeeded had started, in milliseconds
   * @param others how many have not succeeded
   */
  record Firings(List<Long> late, int others) {}

  /** The firings that were due from and before these instants. */
  static Firings firings(Connection connection, long from, long to) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT instance_id, due_time, status FROM instance_info"
                + " WHERE due_time >= ? AND due_time < ?")) {
      select.setLong(1, from);
      select.setLong(2, to);
      var late = new ArrayList<Long>();
      int others = 0;
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          var started = MeasuringProcessor.STARTED.get(rows.getLong(1));
          if (rows.getInt(3) != 5 || started == null) {
            others++;
          } else {
            late.add(started - rows.getLong(2));
          }
        }
      }
      return new Firings(late, others);
    }
  }
}
