package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.worker.Partitions;

/**
 * Deletes rows that are too old, the oldest first: their ids are read, then a batch of them goes in
 * one transaction with all that hangs on them. So no deletion is long, and none holds others up.
 * Thread-safe.
 */
public final class OldRows {
  private final String table;
  private final String id;
  private final String reference;
  private final List<String> dependents;

  /**
   * Rows on which no others hang.
   *
   * @param id the table's key, a number
   */
  public OldRows(String table, String id) {
    this(table, id, id, List.of());
  }

  /**
   * Rows on which others hang.
   *
   * @param id the table's key, a number
   * @param reference the column of the others that holds it
   * @param dependents tables whose rows go with those they refer to, before them
   */
  OldRows(String table, String id, String reference, List<String> dependents) {
    this.table = table;
    this.id = id;
    this.reference = reference;
    this.dependents = List.copyOf(dependents);
  }

  /**
   * Deletes rows from before an instant, whatever they are.
   *
   * @param time an indexed column with epoch milliseconds
   * @param most at most so many
   * @return whether there may be more
   */
  public boolean deleteBefore(Transactions transactions, String time, Instant before, int most) {
    var ids =
        ids(
            transactions,
            "SELECT %s FROM %s WHERE %s < ? ORDER BY %s LIMIT %d"
                .formatted(id, table, time, time, most),
            before.toEpochMilli());
    delete(transactions, ids, "");
    return ids.size() == most;
  }

  /**
   * Deletes rows of the given partitions that are over. The table has {@code deadline}, {@code
   * finished_time} and {@code partition_no}, and its key is an {@link InstanceIds id that grows
   * with time}.
   *
   * @param before only those that were created and finished before
   * @param most at most so many
   * @return whether there may be more
   */
  boolean deleteFinished(Transactions transactions, Partitions owned, Instant before, int most) {
    if (owned.isEmpty()) {
      return false;
    }
    // Ids grow with time, so the primary key leads to the oldest without another index. The sum
    // keeps the optimizer from the index on deadlines, which would have to be sorted.
    var ids =
        ids(
            transactions,
            "SELECT %s FROM %s WHERE %s < ? AND deadline + 0 IS NULL AND finished_time < ?"
                    .formatted(id, table, id)
                + JdbcInstances.inPartitions(owned)
                + " ORDER BY %s LIMIT %d".formatted(id, most),
            InstanceIds.firstOf(before),
            before.toEpochMilli());
    // Asked again, because somebody may have had one of them run again in the meantime.
    delete(transactions, ids, " AND deadline IS NULL");
    return ids.size() == most;
  }

  private static List<Long> ids(Transactions transactions, String sql, long... values) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              select.setLong(i + 1, values[i]);
            }
            return ValueList.readLongs(select);
          }
        });
  }

  private void delete(Transactions transactions, List<Long> ids, String ifStill) {
    if (ids.isEmpty()) {
      return;
    }
    transactions.commit(
        connection -> {
          for (var other : dependents) {
            delete(connection, other, reference, ids, "");
          }
          delete(connection, table, id, ids, ifStill);
          return null;
        });
  }

  private static void delete(
      Connection connection, String table, String column, List<Long> ids, String ifStill)
      throws SQLException {
    try (var delete =
        connection.prepareStatement(
            "DELETE FROM %s WHERE %s IN (%s)%s"
                .formatted(table, column, ValueList.marks(ids.size()), ifStill))) {
      ValueList.setLongs(delete, 0, ids);
      delete.executeUpdate();
    }
  }
}
