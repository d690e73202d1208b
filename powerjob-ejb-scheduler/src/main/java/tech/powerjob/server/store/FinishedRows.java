package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.worker.Partitions;

/** Rows of runs that are over: the oldest are found by their ids and deleted by them. */
final class FinishedRows {
  private FinishedRows() {}

  /**
   * The oldest of the given partitions.
   *
   * @param table with {@code deadline}, {@code finished_time} and {@code partition_no}
   * @param id its key, an {@link InstanceIds id that grows with time}
   * @param before only those that were created and finished before
   * @param most at most so many
   */
  static List<Long> oldest(
      Transactions transactions,
      String table,
      String id,
      Partitions owned,
      Instant before,
      int most) {
    return transactions.read(
        connection -> {
          // Ids grow with time, so the primary key leads to the oldest without another index. The
          // sum
          // keeps the optimizer from the index on deadlines, which would have to be sorted.
          try (var select =
              connection.prepareStatement(
                  "SELECT %s FROM %s WHERE %s < ? AND deadline + 0 IS NULL AND finished_time < ?"
                          .formatted(id, table, id)
                      + JdbcInstances.inPartitions(owned)
                      + " ORDER BY %s LIMIT %d".formatted(id, most))) {
            select.setLong(1, InstanceIds.firstOf(before));
            select.setLong(2, before.toEpochMilli());
            try (var rows = select.executeQuery()) {
              var ids = new ArrayList<Long>();
              while (rows.next()) {
                ids.add(rows.getLong(1));
              }
              return ids;
            }
          }
        });
  }

  /** Runs a statement whose text around the list of ids is given. */
  static int delete(Connection connection, String head, List<Long> ids, String tail)
      throws SQLException {
    try (var delete = connection.prepareStatement(head + ValueList.marks(ids.size()) + tail)) {
      for (int i = 0; i < ids.size(); i++) {
        delete.setLong(i + 1, ids.get(i));
      }
      return delete.executeUpdate();
    }
  }
}
