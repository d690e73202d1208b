package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tech.powerjob.domain.schedule.SkipReason;
import tech.powerjob.domain.schedule.SkippedFirings;

/** What rows of both ledgers have in common: that of jobs and that of workflows. */
final class LedgerRows {
  /** Stands in the column for a number that nobody counted. */
  private static final long NOT_COUNTED = -1;

  private LedgerRows() {}

  /** Firings of a job or workflow, its owner, that were left out. */
  record Skipped(long ownerId, long appId, SkippedFirings firings) {
    static Stream<Skipped> of(long ownerId, long appId, List<SkippedFirings> all) {
      return all.stream().map(each -> new Skipped(ownerId, appId, each));
    }
  }

  /**
   * Inserts skipped firings within the caller's transaction.
   *
   * @param sql its parameters are owner, application, first and last due instant, number, reason,
   *     the instant that stands for them, and when that was recorded
   */
  static void insert(Connection connection, String sql, Stream<Skipped> all, Instant now)
      throws SQLException {
    var rows = all.toList();
    if (rows.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(sql)) {
      for (var row : rows) {
        var firings = row.firings();
        insert.setLong(1, row.ownerId());
        insert.setLong(2, row.appId());
        insert.setLong(3, firings.first().toEpochMilli());
        insert.setLong(4, firings.last().toEpochMilli());
        insert.setLong(5, firings.count().orElse(NOT_COUNTED));
        insert.setString(6, firings.reason().name());
        InstanceRows.setInstant(insert, 7, firings.coveredBy());
        insert.setTimestamp(8, Timestamp.from(now));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The instants that a query finds whose parameters are an id and two ends of a time. */
  static List<Instant> fired(
      Transactions transactions, String sql, long id, Instant from, Instant to) {
    return list(transactions, sql, id, from, to, row -> Instant.ofEpochMilli(row.getLong(1)));
  }

  /** As {@link #fired(Transactions, String, long, Instant, Instant)}. */
  static List<SkippedFirings> skipped(
      Transactions transactions, String sql, long id, Instant from, Instant to) {
    return list(transactions, sql, id, from, to, LedgerRows::skippedFirings);
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> list(
      Transactions transactions,
      String sql,
      long id,
      Instant from,
      Instant to,
      RowReader<T> reader) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql)) {
            select.setLong(1, id);
            select.setLong(2, from.toEpochMilli());
            select.setLong(3, to.toEpochMilli());
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<T>();
              while (rows.next()) {
                found.add(reader.read(rows));
              }
              return found;
            }
          }
        });
  }

  private static SkippedFirings skippedFirings(ResultSet row) throws SQLException {
    long count = row.getLong(3);
    long coveredBy = row.getLong(5);
    boolean covered = !row.wasNull();
    return new SkippedFirings(
        Instant.ofEpochMilli(row.getLong(1)),
        Instant.ofEpochMilli(row.getLong(2)),
        count == NOT_COUNTED ? OptionalLong.empty() : OptionalLong.of(count),
        SkipReason.valueOf(row.getString(4)),
        covered ? Optional.of(Instant.ofEpochMilli(coveredBy)) : Optional.empty());
  }
}
