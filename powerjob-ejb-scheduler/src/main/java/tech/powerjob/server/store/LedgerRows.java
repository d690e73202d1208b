package tech.powerjob.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tech.powerjob.domain.schedule.SkipReason;
import tech.powerjob.domain.schedule.SkippedFirings;

/** What rows of both ledgers have in common: that of jobs and that of workflows. */
final class LedgerRows {
  /** Stands in the column for a number that nobody counted. */
  private static final long NOT_COUNTED = -1;

  private LedgerRows() {}

  /** Sets what says about skipped firings when, how many, why and what stands for them. */
  static void setSkipped(PreparedStatement insert, int first, SkippedFirings skipped)
      throws SQLException {
    insert.setLong(first, skipped.first().toEpochMilli());
    insert.setLong(first + 1, skipped.last().toEpochMilli());
    insert.setLong(first + 2, skipped.count().orElse(NOT_COUNTED));
    insert.setString(first + 3, skipped.reason().name());
    InstanceRows.setInstant(insert, first + 4, skipped.coveredBy());
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
