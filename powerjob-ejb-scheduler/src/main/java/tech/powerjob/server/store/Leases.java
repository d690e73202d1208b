package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
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

  /** A start of a server: its id, and the number that tells this start from others. */
  public record Registration(long serverId, long incarnation) {}

  /**
   * A live server.
   *
   * @param address {@code host:port} of its HTTP port
   * @param brokers {@code host:port} of its brokers
   * @param active whether it lives for so long that workers have found it
   */
  public record Node(long id, String address, List<String> brokers, boolean active) {}

  /**
   * All live servers, by id, and the database's time.
   *
   * @param databaseMillis epoch milliseconds
   */
  public record Directory(List<Node> alive, long databaseMillis) {
    public Directory {
      alive = List.copyOf(alive);
    }
  }

  /** Another process serves under this server's address. */
  public static final class ReplacedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplacedException(long serverId) {
      super("server=%d was replaced by another process with the same address".formatted(serverId));
    }
  }

  /**
   * Takes the row of the server at an address, which is made the first time. From then on an older
   * process with the same address has no leases any more.
   *
   * @param address {@code host:port} of its HTTP port, the same at each start, another for each
   *     server
   * @param brokers where workers reach its broker
   */
  public Registration register(String address, List<String> brokers, Instant at) {
    long incarnation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    for (int attempt = 1; ; attempt++) {
      var known = transactions.read(connection -> findServer(connection, address));
      if (known != null) {
        transactions.commit(connection -> takeOver(connection, known, brokers, incarnation, at));
        return new Registration(known, incarnation);
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
            "INSERT INTO server_info"
                + " (ip, brokers, incarnation, active_from, expires_at, gmt_create, gmt_modified)"
                + " VALUES (?, '', 0, 0, 0, ?, ?)")) {
      insert.setString(1, address);
      insert.setTimestamp(2, Timestamp.from(at));
      insert.setTimestamp(3, Timestamp.from(at));
      return insert.executeUpdate();
    }
  }

  private static int takeOver(
      Connection connection, long id, List<String> brokers, long incarnation, Instant at)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE server_info SET brokers = ?, incarnation = ?, gmt_modified = ?"
                + " WHERE id = ?")) {
      update.setString(1, String.join(",", brokers));
      update.setLong(2, incarnation);
      update.setTimestamp(3, Timestamp.from(at));
      update.setLong(4, id);
      return update.executeUpdate();
    }
  }

  /**
   * Says that a server lives, and returns all that do.
   *
   * @param settling how long a server that was not there is not active
   * @throws ReplacedException if another process has its address by now
   */
  public Directory renew(Registration server, Duration lease, Duration settling) {
    return transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  // In this order: MySQL shows an expression the columns that were already set.
                  "UPDATE server_info SET active_from = CASE WHEN expires_at <= "
                      + now
                      + " THEN "
                      + now
                      + " + ? ELSE active_from END, expires_at = "
                      + now
                      + " + ? WHERE id = ? AND incarnation = ?")) {
            update.setLong(1, settling.toMillis());
            update.setLong(2, lease.toMillis());
            update.setLong(3, server.serverId());
            update.setLong(4, server.incarnation());
            if (update.executeUpdate() == 0) {
              throw new ReplacedException(server.serverId());
            }
          }
          return directory(connection);
        });
  }

  private Directory directory(Connection connection) throws SQLException {
    try (var select =
            connection.prepareStatement(
                "SELECT id, ip, brokers, "
                    + now
                    + ", active_from FROM server_info WHERE expires_at > "
                    + now
                    + " ORDER BY id");
        var rows = select.executeQuery()) {
      var alive = new ArrayList<Node>();
      long time = 0;
      while (rows.next()) {
        var brokers = rows.getString(3);
        alive.add(
            new Node(
                rows.getLong(1),
                rows.getString(2),
                brokers.isEmpty() ? List.of() : List.of(brokers.split(",")),
                rows.getLong(5) <= rows.getLong(4)));
        time = rows.getLong(4);
      }
      return new Directory(alive, time);
    }
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
          if (!wanted.isEmpty()) {
            try (var update =
                connection.prepareStatement(
                    "UPDATE partition_lease SET owner_id = ?, expires_at = "
                        + now
                        + " + ? WHERE partition_no IN ("
                        + numbers(wanted)
                        + ") AND (owner_id = ? OR expires_at <= "
                        + now
                        + ")")) {
              update.setLong(1, serverId);
              update.setLong(2, lease.toMillis());
              update.setLong(3, serverId);
              update.executeUpdate();
            }
          }
          var held = held(connection, serverId);
          var rest = Partitions.of(held.stream().filter(each -> !wanted.contains(each)));
          if (rest.isEmpty()) {
            return held;
          }
          free(connection, serverId, rest);
          return Partitions.of(held.stream().filter(wanted::contains));
        });
  }

  private static String numbers(Partitions partitions) {
    return partitions.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  /** Gives up everything: the server's life and its partitions. */
  public void release(Registration server) {
    transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  // It ends now: what it kept is kept for a while, for it may come back.
                  "UPDATE server_info SET expires_at = "
                      + now
                      + " WHERE id = ? AND incarnation = ?")) {
            update.setLong(1, server.serverId());
            update.setLong(2, server.incarnation());
            if (update.executeUpdate() > 0) {
              free(connection, server.serverId(), held(connection, server.serverId()));
            }
          }
          return null;
        });
  }

  private static void free(Connection connection, long serverId, Partitions partitions)
      throws SQLException {
    if (partitions.isEmpty()) {
      return;
    }
    try (var update =
        connection.prepareStatement(
            "UPDATE partition_lease SET owner_id = 0, expires_at = 0 WHERE owner_id = ?"
                + " AND partition_no IN ("
                + numbers(partitions)
                + ")")) {
      update.setLong(1, serverId);
      update.executeUpdate();
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
