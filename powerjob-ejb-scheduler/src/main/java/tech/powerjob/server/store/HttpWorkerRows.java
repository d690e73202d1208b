package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.wire.WorkerHeartbeat;

/**
 * The last heartbeats of workers that speak HTTP, in {@code http_worker}: each such worker talks to
 * one server, and the others read here what it said. Thread-safe.
 */
public final class HttpWorkerRows {
  /** A heartbeat and when a server heard it. */
  public record Heard(WorkerHeartbeat heartbeat, Instant seen) {}

  private final Transactions transactions;

  public HttpWorkerRows(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Replaces what is known of a worker, unless that is newer. */
  public void put(WorkerHeartbeat heartbeat, Instant seen) {
    var json = JsonConverters.write(heartbeat);
    transactions.commitUpsert(
        connection -> {
          if (update(connection, heartbeat, json, seen) == 0
              && !exists(connection, heartbeat.workerId())) {
            insert(connection, heartbeat, json, seen);
          }
          return null;
        });
  }

  private static int update(
      Connection connection, WorkerHeartbeat heartbeat, String json, Instant seen)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE http_worker SET heartbeat = ?, seen = ? WHERE worker_id = ? AND seen <= ?")) {
      update.setString(1, json);
      update.setLong(2, seen.toEpochMilli());
      update.setString(3, heartbeat.workerId());
      update.setLong(4, seen.toEpochMilli());
      return update.executeUpdate();
    }
  }

  private static boolean exists(Connection connection, String workerId) throws SQLException {
    try (var select =
        connection.prepareStatement("SELECT 1 FROM http_worker WHERE worker_id = ?")) {
      select.setString(1, workerId);
      try (var rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void insert(
      Connection connection, WorkerHeartbeat heartbeat, String json, Instant seen)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO http_worker (worker_id, app_id, heartbeat, seen) VALUES (?,?,?,?)")) {
      insert.setString(1, heartbeat.workerId());
      insert.setLong(2, heartbeat.appId());
      insert.setString(3, json);
      insert.setLong(4, seen.toEpochMilli());
      insert.executeUpdate();
    }
  }

  /** What was heard at or after an instant. */
  public List<Heard> since(Instant from) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT heartbeat, seen FROM http_worker WHERE seen >= ?")) {
            select.setLong(1, from.toEpochMilli());
            try (var rows = select.executeQuery()) {
              var heard = new ArrayList<Heard>();
              while (rows.next()) {
                heard.add(
                    new Heard(
                        JsonConverters.read(rows.getString(1), WorkerHeartbeat.class),
                        Instant.ofEpochMilli(rows.getLong(2))));
              }
              return heard;
            }
          }
        });
  }

  /** Forgets workers that were not heard since an instant. */
  public void forgetBefore(Instant instant) {
    transactions.commit(
        connection -> {
          try (var delete = connection.prepareStatement("DELETE FROM http_worker WHERE seen < ?")) {
            delete.setLong(1, instant.toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }
}
