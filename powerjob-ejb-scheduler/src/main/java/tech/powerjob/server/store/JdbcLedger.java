package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.schedule.Firing;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.NextDue;
import tech.powerjob.domain.schedule.SkippedFirings;
import tech.powerjob.domain.worker.Partitions;

/** The ledger in {@code instance_info.due_time} and {@code skipped_firing}. Thread-safe. */
public final class JdbcLedger implements Ledger {
  private static final String MOVE =
      "UPDATE job_info SET next_trigger_time = ?, status = ? WHERE id = ? AND next_trigger_time = ?"
          + " AND status = 1";
  private static final String SKIP =
      "INSERT INTO skipped_firing (job_id, app_id, first_due, last_due, firings, reason,"
          + " covered_by, gmt_create) VALUES (?,?,?,?,?,?,?,?)";

  private final Transactions transactions;
  private final FiringRecorder<Firing> recorder =
      new FiringRecorder<>(
          this::recordAll,
          this::withoutKnown,
          firing -> "job=" + firing.jobId() + " due=" + firing.from());

  public JdbcLedger(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Firing> record(List<Firing> firings, Instant now) {
    return recorder.record(firings, now);
  }

  /** What of a firing is not in the ledger yet; the schedule is moved in any case. */
  private Firing withoutKnown(Firing firing) {
    var end = Instant.ofEpochMilli(Long.MAX_VALUE);
    var fired = Set.copyOf(fired(firing.jobId(), firing.from(), end));
    var skipped =
        skipped(firing.jobId(), firing.from(), end).stream()
            .map(SkippedFirings::first)
            .collect(Collectors.toSet());
    return new Firing(
        firing.jobId(),
        firing.appId(),
        firing.from(),
        firing.to(),
        firing.instances().stream()
            .filter(each -> each.dueTime().filter(fired::contains).isEmpty())
            .toList(),
        firing.skipped().stream().filter(each -> !skipped.contains(each.first())).toList());
  }

  private List<Firing> recordAll(List<Firing> firings, Instant now) {
    var recorded =
        transactions.commit(
            connection -> {
              var won = move(connection, firings);
              var instances = won.stream().flatMap(each -> each.instances().stream()).toList();
              if (!instances.isEmpty()) {
                JdbcInstances.insert(connection, instances);
              }
              LedgerRows.insert(
                  connection,
                  SKIP,
                  won.stream()
                      .flatMap(
                          each ->
                              LedgerRows.Skipped.of(each.jobId(), each.appId(), each.skipped())),
                  now);
              for (var firing : won) {
                if (firing.to() instanceof NextDue.Never) {
                  ended(connection, firing.jobId(), now);
                }
              }
              return won;
            });
    recorded.forEach(each -> transactions.touched().app(each.appId()));
    return recorded;
  }

  private static List<Firing> move(Connection connection, List<Firing> firings)
      throws SQLException {
    try (var update = connection.prepareStatement(MOVE)) {
      for (var firing : firings) {
        InstanceRows.setInstant(update, 1, firing.to().instant());
        update.setInt(2, status(firing.to()));
        update.setLong(3, firing.jobId());
        update.setLong(4, firing.from().toEpochMilli());
        update.addBatch();
      }
      return FiringRecorder.won(firings, update.executeBatch());
    }
  }

  @Override
  public List<Instant> fired(long jobId, Instant from, Instant to) {
    return LedgerRows.fired(
        transactions,
        "SELECT due_time FROM instance_info WHERE job_id = ? AND due_time >= ?"
            + " AND due_time <= ? ORDER BY due_time",
        jobId,
        from,
        to);
  }

  @Override
  public List<SkippedFirings> skipped(long jobId, Instant from, Instant to) {
    return LedgerRows.skipped(
        transactions,
        "SELECT first_due, last_due, firings, reason, covered_by FROM skipped_firing"
            + " WHERE job_id = ? AND last_due >= ? AND first_due <= ? ORDER BY first_due",
        jobId,
        from,
        to);
  }

  @Override
  public List<Long> awaitingEnd(Partitions partitions, int limit) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT id FROM job_info WHERE status = 1 AND next_trigger_time IS NULL"
                      + " AND time_expression_type = "
                      + TimeExpressionType.FIXED_DELAY.getV()
                      + JdbcInstances.inPartitions(partitions)
                      + " LIMIT "
                      + limit)) {
            return ValueList.readLongs(select);
          }
        });
  }

  @Override
  public Map<Long, LastFired> lastFired(Collection<Long> jobIds) {
    return transactions.read(
        connection -> {
          // One by one: each is two steps in the index of due times, however many rows a job has.
          try (var select =
              connection.prepareStatement(
                  "SELECT due_time, status, finished_time, gmt_modified FROM instance_info"
                      + " WHERE job_id = ? AND due_time ="
                      + " (SELECT MAX(due_time) FROM instance_info WHERE job_id = ?)")) {
            var found = new HashMap<Long, LastFired>();
            for (var jobId : jobIds) {
              select.setLong(1, jobId);
              select.setLong(2, jobId);
              try (var rows = select.executeQuery()) {
                if (rows.next()) {
                  found.put(jobId, new LastFired(Instant.ofEpochMilli(rows.getLong(1)), end(rows)));
                }
              }
            }
            return found;
          }
        });
  }

  private static Optional<Instant> end(ResultSet row) throws SQLException {
    if (!InstanceStatus.FINISHED_STATUS.contains(row.getInt(2))) {
      return Optional.empty();
    }
    long finished = row.getLong(3);
    return Optional.of(
        row.wasNull() ? row.getTimestamp(4).toInstant() : Instant.ofEpochMilli(finished));
  }

  @Override
  public boolean proceed(
      long jobId, String expression, Optional<Instant> lastDue, NextDue next, Instant now) {
    return transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE job_info SET next_trigger_time = ?, status = ? WHERE id = ? AND status = 1"
                      + " AND next_trigger_time IS NULL AND time_expression = ?"
                      + " AND time_expression_type = "
                      + TimeExpressionType.FIXED_DELAY.getV()
                      + " AND NOT EXISTS (SELECT 1 FROM instance_info i"
                      + " WHERE i.job_id = ? AND i.due_time > ?)")) {
            InstanceRows.setInstant(update, 1, next.instant());
            update.setInt(2, status(next));
            update.setLong(3, jobId);
            update.setString(4, expression);
            update.setLong(5, jobId);
            update.setLong(6, lastDue.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE));
            if (update.executeUpdate() != 1) {
              return false;
            }
          }
          if (next instanceof NextDue.Never) {
            ended(connection, jobId, now);
          }
          return true;
        });
  }

  private static void ended(Connection connection, long jobId, Instant now) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO job_event (job_id, app_id, event_time, kind, who, detail)"
                + " SELECT id, app_id, ?, 'ENDED', 'server', 'no due instant is left'"
                + " FROM job_info WHERE id = ?")) {
      insert.setLong(1, now.toEpochMilli());
      insert.setLong(2, jobId);
      insert.executeUpdate();
    }
  }

  private static int status(NextDue next) {
    return (next instanceof NextDue.Never ? SwitchableStatus.DISABLE : SwitchableStatus.ENABLE)
        .getV();
  }
}
