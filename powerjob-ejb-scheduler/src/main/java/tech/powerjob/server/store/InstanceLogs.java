package tech.powerjob.server.store;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.wire.LogLine;

/** Online log lines in {@code instance_log}. Thread-safe. */
public final class InstanceLogs {
  /**
   * A line as it was stored.
   *
   * @param id grows in the order in which lines were stored
   * @param time epoch milliseconds of the worker
   * @param level code of {@link tech.powerjob.common.enums.LogLevel}
   */
  public record StoredLine(long id, long time, int level, String content, String workerAddress) {}

  private final Transactions transactions;

  public InstanceLogs(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Adds lines in one transaction. */
  public void append(String workerAddress, List<LogLine> lines) {
    transactions.commit(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO instance_log (instance_id, log_time, log_level, log_content,"
                      + " worker_address) VALUES (?,?,?,?,?)")) {
            for (var line : lines) {
              insert.setLong(1, line.instanceId());
              insert.setLong(2, line.time());
              insert.setInt(3, line.level());
              insert.setString(4, line.content());
              insert.setString(5, workerAddress);
              insert.addBatch();
            }
            return insert.executeBatch();
          }
        });
  }

  /** How many lines an instance has. */
  public long count(long instanceId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT COUNT(*) FROM instance_log WHERE instance_id = ?")) {
            select.setLong(1, instanceId);
            try (var rows = select.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /** Some lines of an instance, by time. */
  public List<StoredLine> page(long instanceId, long offset, int limit) {
    return read(
        "WHERE instance_id = ? ORDER BY log_time, id LIMIT " + limit + " OFFSET " + offset,
        List.of(instanceId));
  }

  /**
   * Lines in the order in which they were stored.
   *
   * @param after id of the line before the first one; 0 to begin
   * @param level lowest code
   * @param text part of the content, in lower case; {@code null} for all
   */
  public List<StoredLine> after(long instanceId, long after, int level, String text, int limit) {
    var values = new ArrayList<Object>(List.of(instanceId, after, level));
    var where = "WHERE instance_id = ? AND id > ? AND log_level >= ?";
    if (text != null) {
      where += " AND LOWER(log_content) LIKE ? ESCAPE '!'";
      values.add(InstanceSearch.containing(text));
    }
    return read(where + " ORDER BY id LIMIT " + limit, values);
  }

  private List<StoredLine> read(String where, List<Object> values) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT id, log_time, log_level, log_content, worker_address FROM instance_log "
                      + where)) {
            for (int i = 0; i < values.size(); i++) {
              select.setObject(i + 1, values.get(i));
            }
            try (var rows = select.executeQuery()) {
              var lines = new ArrayList<StoredLine>();
              while (rows.next()) {
                lines.add(
                    new StoredLine(
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getInt(3),
                        rows.getString(4),
                        rows.getString(5)));
              }
              return lines;
            }
          }
        });
  }
}
