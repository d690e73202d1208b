package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tech.powerjob.domain.worker.Partitions;

/**
 * Rows of {@code server_info} and {@code partition_lease}; all times are the database's.
 * Thread-safe.
 */
public final class Leases {
  private final Transactions transactions;
  private final String now;

  public Leases(Transactions transactions, Dialect dialect) {
    this.transactions = transactions;
    this.now = dialect.now();
  }

  /**
   * The id of the server at an address, which gets one the first time.
   *
   * @param address {@code host:port} of its HTTP port, the same at each start
   */
  public long register(String address, Instant at) {
    for (int attempt = 1; ; attempt++) {
      var known = transactions.read(connection -> findServer(connection, address));
      if (known != null) {
        return known;
      }
      try {
        transactions.commit(connection -> insertServer(connection, address, at));
      } catch (StoreException e) {
        if (!e.isDuplicate() || attempt == 3) {
          throw e;
        }
      }
    }
  }

  private static Long findServer(Connection connection, String address) throws SQLException {
    try (var select = connection.prepareStatement("SELECT id FROM server_info WHERE ip = ?")) {
      select.setString(1, address);
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : null;
      }
    }
  }

  private static int insertServer(Connection connection, String address, Instant at)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO server_info (ip, expires_at, gmt_create, gmt_modified)"
                + " VALUES (?, 0, ?, ?)")) {
      insert.setString(1, address);
      insert.setTimestamp(2, Timestamp.from(at));
      insert.setTimestamp(3, Timestamp.from(at));
      return insert.executeUpdate();
    }
  }

  /** Says that a server lives, and returns all that do, by id. */
  public List<Long> renewServer(long serverId, Duration lease) {
    return transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE server_info SET expires_at = " + now + " + ? WHERE id = ?")) {
            update.setLong(1, lease.toMillis());
            update.setLong(2, serverId);
            update.executeUpdate();
          }
          try (var select =
                  connection.prepareStatement(
                      "SELECT id FROM server_info WHERE expires_at > " + now + " ORDER BY id");
              var rows = select.executeQuery()) {
            var alive = new ArrayList<Long>();
            while (rows.next()) {
              alive.add(rows.getLong(1));
            }
            return alive;
          }
        });
  }

  /**
   * Holds the wanted partitions as far as they are free, expired or held already, and gives up all
   * others.
   *
   * @return what the server holds now
   */
  public Partitions hold(long serverId, Partitions wanted, Duration lease) {
    return transactions.commit(
        connection -> {
          var release = new ArrayList<Integer>();
          try (var update =
              connection.prepareStatement(
                  "UPDATE partition_lease SET owner_id = ?, expires_at = "
                      + now
                      + " + ? WHERE partition_no = ? AND (owner_id = ? OR expires_at <= "
                      + now
                      + ")")) {
            for (int partition : wanted.stream().toArray()) {
              update.setLong(1, serverId);
              update.setLong(2, lease.toMillis());
              update.setInt(3, partition);
              update.setLong(4, serverId);
              update.addBatch();
            }
            update.executeBatch();
          }
          IntStream.range(0, Partitions.COUNT)
              .filter(partition -> !wanted.contains(partition))
              .forEach(release::add);
          free(connection, serverId, release);
          return held(connection, serverId);
        });
  }

  /** Gives up everything: the server's life and its partitions. */
  public void release(long serverId) {
    transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement("UPDATE server_info SET expires_at = 0 WHERE id = ?")) {
            update.setLong(1, serverId);
            update.executeUpdate();
          }
          free(connection, serverId, IntStream.range(0, Partitions.COUNT).boxed().toList());
          return null;
        });
  }

  private static void free(Connection connection, long serverId, List<Integer> partitions)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE partition_lease SET owner_id = 0, expires_at = 0"
                + " WHERE partition_no = ? AND owner_id = ?")) {
      for (int partition : partitions) {
        update.setInt(1, partition);
        update.setLong(2, serverId);
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static Partitions held(Connection connection, long serverId) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT partition_no FROM partition_lease WHERE owner_id = ?")) {
      select.setLong(1, serverId);
      try (var rows = select.executeQuery()) {
        var numbers = IntStream.builder();
        while (rows.next()) {
          numbers.add(rows.getInt(1));
        }
        return Partitions.of(numbers.build());
      }
    }
  }
}
