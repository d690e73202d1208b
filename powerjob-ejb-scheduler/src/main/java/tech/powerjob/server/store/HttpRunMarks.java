package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.instance.RunMark;

/** What workers that speak HTTP last said of instances, in {@code http_run}. Thread-safe. */
public final class HttpRunMarks {
  private final Transactions transactions;

  public HttpRunMarks(Transactions transactions) {
    this.transactions = transactions;
  }

  /** What a worker last said of an instance. */
  public Optional<RunMark> find(long instanceId, String address) {
    return Optional.ofNullable(find(List.of(instanceId), address).get(instanceId));
  }

  /**
   * What a worker last said of instances, by instance; those that it said nothing of are missing.
   */
  public Map<Long, RunMark> find(Collection<Long> instanceIds, String address) {
    if (instanceIds.isEmpty()) {
      return Map.of();
    }
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT instance_id, epoch, start_time, report_time, heard FROM http_run"
                      + " WHERE address = ? AND instance_id IN ("
                      + ValueList.marks(instanceIds.size())
                      + ")")) {
            select.setString(1, address);
            ValueList.setLongs(select, 1, instanceIds);
            try (var rows = select.executeQuery()) {
              var found = new HashMap<Long, RunMark>();
              while (rows.next()) {
                found.put(
                    rows.getLong(1),
                    new RunMark(
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        Instant.ofEpochMilli(rows.getLong(5))));
              }
              return found;
            }
          }
        });
  }

  /** Replaces what is known; what is known of a later dispatch is left alone. */
  public void put(long instanceId, String address, RunMark mark) {
    transactions.commitUpsert(
        connection -> {
          if (update(connection, instanceId, address, mark) == 0
              && !exists(connection, instanceId, address)) {
            insert(connection, instanceId, address, mark);
          }
          return null;
        });
  }

  private static int update(Connection connection, long instanceId, String address, RunMark mark)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE http_run SET start_time = ?, report_time = ?, heard = ?, epoch = ?"
                + " WHERE instance_id = ? AND address = ? AND epoch <= ?")) {
      update.setLong(1, mark.startTime());
      update.setLong(2, mark.reportTime());
      update.setLong(3, mark.heard().toEpochMilli());
      update.setLong(4, mark.epoch());
      update.setLong(5, instanceId);
      update.setString(6, address);
      update.setLong(7, mark.epoch());
      return update.executeUpdate();
    }
  }

  private static boolean exists(Connection connection, long instanceId, String address)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT 1 FROM http_run WHERE instance_id = ? AND address = ?")) {
      select.setLong(1, instanceId);
      select.setString(2, address);
      try (var rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void insert(Connection connection, long instanceId, String address, RunMark mark)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO http_run (instance_id, address, epoch, start_time, report_time, heard)"
                + " VALUES (?,?,?,?,?,?)")) {
      insert.setLong(1, instanceId);
      insert.setString(2, address);
      insert.setLong(3, mark.epoch());
      insert.setLong(4, mark.startTime());
      insert.setLong(5, mark.reportTime());
      insert.setLong(6, mark.heard().toEpochMilli());
      insert.executeUpdate();
    }
  }
}
