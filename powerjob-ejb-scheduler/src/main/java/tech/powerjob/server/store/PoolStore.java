package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.server.audit.AuditRows;

/** Pools in {@code resource_pool}. Thread-safe. */
public final class PoolStore {
  private final Transactions transactions;

  public PoolStore(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * A pool.
   *
   * @param appId application it belongs to; 0 for all
   */
  public record Pool(long id, long appId, String name, int capacity) {}

  /** A run that holds permits of a pool, or waits for them. */
  public record User(
      long instanceId, long jobId, long appId, InstanceStatus status, int permits, Instant since) {
    public boolean isHolder() {
      return status != InstanceStatus.WAITING_DISPATCH;
    }
  }

  /** The pools that an application may use, by name, its own before those for all. */
  public List<Pool> ofApp(long appId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT id, app_id, pool_name, capacity FROM resource_pool"
                      + " WHERE app_id IN (0, ?) ORDER BY pool_name, app_id DESC")) {
            select.setLong(1, appId);
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<Pool>();
              while (rows.next()) {
                found.add(
                    new Pool(rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getInt(4)));
              }
              return found;
            }
          }
        });
  }

  /** The pool of this name that the application's jobs use: its own, or else that for all. */
  public Optional<Pool> find(long appId, String name) {
    return ofApp(appId).stream().filter(pool -> pool.name().equals(name)).findFirst();
  }

  /** Who uses a pool, in the order of turns. */
  public List<User> users(long poolId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT i.instance_id, i.job_id, i.app_id, i.status, p.permits, p.since"
                      + " FROM pool_permit p JOIN instance_info i"
                      + " ON i.instance_id = p.instance_id WHERE p.pool_id = ?"
                      + " AND (p.held = 1 AND i.status IN (2, 3)"
                      + " OR i.status = 1 AND i.waiting_for = 'POOL')"
                      + " ORDER BY "
                      + InstanceRows.TURN.replace("instance_id", "i.instance_id")
                      + ", i.instance_id")) {
            select.setLong(1, poolId);
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<User>();
              while (rows.next()) {
                found.add(
                    new User(
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        InstanceStatus.of(rows.getInt(4)),
                        rows.getInt(5),
                        Instant.ofEpochMilli(rows.getLong(6))));
              }
              return found;
            }
          }
        });
  }

  /**
   * Makes a pool, or changes how many permits it has.
   *
   * @param line what the audit log says about it
   */
  public void put(long appId, String name, int capacity, Instant now, AuditEntry line) {
    transactions.commit(
        connection -> {
          AuditRows.insert(connection, line);
          try (var update =
              connection.prepareStatement(
                  "UPDATE resource_pool SET capacity = ?, gmt_modified = ?"
                      + " WHERE app_id = ? AND pool_name = ?")) {
            update.setInt(1, capacity);
            update.setTimestamp(2, Timestamp.from(now));
            update.setLong(3, appId);
            update.setString(4, name);
            if (update.executeUpdate() > 0) {
              return true;
            }
          }
          insert(connection, new Pool(nextId(connection), appId, name, capacity), now);
          return true;
        });
  }

  private static void insert(Connection connection, Pool pool, Instant now) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO resource_pool (id, app_id, pool_name, capacity, gmt_create,"
                + " gmt_modified) VALUES (?,?,?,?,?,?)")) {
      insert.setLong(1, pool.id());
      insert.setLong(2, pool.appId());
      insert.setString(3, pool.name());
      insert.setInt(4, pool.capacity());
      insert.setTimestamp(5, Timestamp.from(now));
      insert.setTimestamp(6, Timestamp.from(now));
      insert.executeUpdate();
    }
  }

  private static long nextId(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE id_sequence SET last_id = last_id + 1 WHERE name = 'resource_pool'");
      try (var rows =
          statement.executeQuery("SELECT last_id FROM id_sequence WHERE name = 'resource_pool'")) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /**
   * Removes a pool.
   *
   * @param line what the audit log says about it
   */
  public void delete(long id, AuditEntry line) {
    transactions.commit(
        connection -> {
          AuditRows.insert(connection, line);
          for (var table : List.of("pool_permit WHERE pool_id", "resource_pool WHERE id")) {
            try (var delete = connection.prepareStatement("DELETE FROM " + table + " = ?")) {
              delete.setLong(1, id);
              delete.executeUpdate();
            }
          }
          return true;
        });
  }
}
