package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.schedule.Firing;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.SkippedFirings;

/** The ledger in {@code instance_info.due_time} and {@code skipped_firing}. Thread-safe. */
public final class JdbcLedger implements Ledger {
  private static final String MOVE =
      "UPDATE job_info SET next_trigger_time = ?, status = ? WHERE id = ? AND next_trigger_time = ?"
          + " AND status = 1";
  private static final String SKIP =
      "INSERT INTO skipped_firing (job_id, app_id, first_due, last_due, firings, reason,"
          + " covered_by, gmt_create) VALUES (?,?,?,?,?,'MISFIRED',?,?)";

  private final Transactions transactions;

  public JdbcLedger(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Firing> record(List<Firing> firings, Instant now) {
    if (firings.isEmpty()) {
      return List.of();
    }
    return transactions.commit(
        connection -> {
          var won = move(connection, firings);
          var instances = won.stream().flatMap(each -> each.instances().stream()).toList();
          if (!instances.isEmpty()) {
            JdbcInstances.insert(connection, instances);
          }
          skip(connection, won, now);
          return won;
        });
  }

  private static List<Firing> move(Connection connection, List<Firing> firings)
      throws SQLException {
    try (var update = connection.prepareStatement(MOVE)) {
      for (var firing : firings) {
        if (firing.to().isPresent()) {
          update.setLong(1, firing.to().get().toEpochMilli());
          update.setInt(2, SwitchableStatus.ENABLE.getV());
        } else {
          update.setNull(1, Types.BIGINT);
          update.setInt(2, SwitchableStatus.DISABLE.getV());
        }
        update.setLong(3, firing.jobId());
        update.setLong(4, firing.from().toEpochMilli());
        update.addBatch();
      }
      int[] counts = update.executeBatch();
      var won = new ArrayList<Firing>(firings.size());
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          won.add(firings.get(i));
        }
      }
      return won;
    }
  }

  private static void skip(Connection connection, List<Firing> firings, Instant now)
      throws SQLException {
    if (firings.stream().allMatch(each -> each.skipped().isEmpty())) {
      return;
    }
    try (var insert = connection.prepareStatement(SKIP)) {
      for (var firing : firings) {
        if (firing.skipped().isPresent()) {
          var skipped = firing.skipped().get();
          insert.setLong(1, firing.jobId());
          insert.setLong(2, firing.appId());
          insert.setLong(3, skipped.first().toEpochMilli());
          insert.setLong(4, skipped.last().toEpochMilli());
          insert.setLong(5, skipped.count());
          insert.setLong(6, skipped.coveredBy().toEpochMilli());
          insert.setTimestamp(7, Timestamp.from(now));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  @Override
  public List<Instant> fired(long jobId, Instant from, Instant to) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT due_time FROM instance_info WHERE job_id = ? AND due_time >= ?"
                      + " AND due_time <= ? ORDER BY due_time")) {
            select.setLong(1, jobId);
            select.setLong(2, from.toEpochMilli());
            select.setLong(3, to.toEpochMilli());
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<Instant>();
              while (rows.next()) {
                found.add(Instant.ofEpochMilli(rows.getLong(1)));
              }
              return found;
            }
          }
        });
  }

  @Override
  public List<SkippedFirings> skipped(long jobId, Instant from, Instant to) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT first_due, last_due, firings, covered_by FROM skipped_firing"
                      + " WHERE job_id = ? AND last_due >= ? AND first_due <= ?"
                      + " ORDER BY first_due")) {
            select.setLong(1, jobId);
            select.setLong(2, from.toEpochMilli());
            select.setLong(3, to.toEpochMilli());
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<SkippedFirings>();
              while (rows.next()) {
                found.add(
                    new SkippedFirings(
                        Instant.ofEpochMilli(rows.getLong(1)),
                        Instant.ofEpochMilli(rows.getLong(2)),
                        rows.getLong(3),
                        Instant.ofEpochMilli(rows.getLong(4))));
              }
              return found;
            }
          }
        });
  }
}
