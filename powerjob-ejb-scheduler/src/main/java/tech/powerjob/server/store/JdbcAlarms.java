package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.alarm.AlarmGrouping;
import tech.powerjob.domain.alarm.AlarmGrouping.Hold;
import tech.powerjob.domain.alarm.AlarmGrouping.Pending;
import tech.powerjob.domain.alarm.AlarmGrouping.Suppress;
import tech.powerjob.domain.alarm.AlarmGrouping.Tell;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmRule;
import tech.powerjob.domain.alarm.AlarmState;
import tech.powerjob.domain.alarm.AlarmState.Reason;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.domain.alarm.Receivers;

/** Decides on alarms, in {@code alarm}, and makes their deliveries. Thread-safe. */
public final class JdbcAlarms {
  /** Failures of one job that are decided on at once. */
  private static final int PENDING_AT_ONCE = 1_000;

  /** Failures that a rule may count; larger thresholds are reached with so many. */
  private static final int MOST_COUNTED = 10_000;

  private static final OldRows ALARMS =
      new OldRows("alarm", "id", "alarm_id", List.of("alarm_delivery"));

  private final Transactions transactions;

  public JdbcAlarms(Transactions transactions) {
    this.transactions = transactions;
  }

  /** A job or workflow. */
  public record Subject(AlarmKind kind, long id) {}

  /**
   * A way on which somebody is told.
   *
   * @param userId 0 if it tells all receivers at once
   */
  public record Way(String channel, long userId) {}

  /** Says on which ways receivers can be told. Does nothing else, for it may be asked twice. */
  @FunctionalInterface
  public interface Ways {
    List<Way> to(List<Receiver> receivers);
  }

  /** Jobs and workflows of whose failures something is to be decided now. */
  public List<Subject> due(Instant now, int limit) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT DISTINCT kind, object_id FROM alarm WHERE decide_at >= 0 AND decide_at <= ? LIMIT "
                      + limit)) {
            select.setLong(1, now.toEpochMilli());
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<Subject>();
              while (rows.next()) {
                found.add(new Subject(AlarmKind.valueOf(rows.getString(1)), rows.getLong(2)));
              }
              return found;
            }
          }
        });
  }

  /**
   * Decides on the failures of a job or workflow, in one transaction.
   *
   * @param usual the rule where a failure brings none
   * @return how many alarms somebody is told
   */
  public int decide(Subject subject, AlarmRule usual, Ways ways, Instant now) {
    return transactions.commitUpsert(
        connection -> {
          var lastTold = lock(connection, subject);
          var waiting = waiting(connection, subject);
          if (waiting.isEmpty()) {
            return 0;
          }
          // Of all that wait the last one knows best what holds now.
          var rule = waiting.get(waiting.size() - 1).rule().orElse(usual);
          var verdicts =
              AlarmGrouping.decide(
                  rule,
                  lastTold,
                  before(connection, subject, rule, lastTold, waiting.get(0).failure().at()),
                  waiting.stream().map(Waiting::failure).toList(),
                  now);
          var receivers = new HashMap<Long, String>();
          waiting.forEach(each -> receivers.put(each.failure().id(), each.receivers()));
          int told = 0;
          for (var verdict : verdicts) {
            if (verdict instanceof Tell tell) {
              told += tell(connection, tell, receivers.get(tell.id()), ways, now) ? 1 : 0;
            } else if (verdict instanceof Hold hold) {
              hold(connection, hold);
            } else if (verdict instanceof Suppress suppress) {
              suppress(connection, suppress);
            }
          }
          if (told > 0) {
            remember(connection, subject, now);
          }
          return told;
        });
  }

  private record Waiting(Pending failure, Optional<AlarmRule> rule, String receivers) {}

  /** When it was last told; others who want to decide on it wait. */
  private static Optional<Instant> lock(Connection connection, Subject subject)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT last_told FROM alarm_group WHERE kind = ? AND object_id = ? FOR UPDATE")) {
      select.setString(1, subject.kind().name());
      select.setLong(2, subject.id());
      try (var rows = select.executeQuery()) {
        if (rows.next()) {
          long told = rows.getLong(1);
          return told == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(told));
        }
      }
    }
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO alarm_group (kind, object_id, last_told) VALUES (?,?,0)")) {
      insert.setString(1, subject.kind().name());
      insert.setLong(2, subject.id());
      insert.executeUpdate();
      return Optional.empty();
    }
  }

  private static List<Waiting> waiting(Connection connection, Subject subject) throws SQLException {
    // The sum keeps the optimizer from the subject's index, which holds its whole history.
    try (var select =
        connection.prepareStatement(
            "SELECT id, raised_at, receivers, alert_threshold, window_millis, silence_millis"
                + " FROM alarm WHERE decide_at >= 0 AND kind = ? AND object_id + 0 = ?"
                + " ORDER BY raised_at, id LIMIT "
                + PENDING_AT_ONCE)) {
      select.setString(1, subject.kind().name());
      select.setLong(2, subject.id());
      try (var rows = select.executeQuery()) {
        var found = new ArrayList<Waiting>();
        while (rows.next()) {
          found.add(
              new Waiting(
                  new Pending(rows.getLong(1), Instant.ofEpochMilli(rows.getLong(2))),
                  rule(rows),
                  rows.getString(3)));
        }
        return found;
      }
    }
  }

  private static Optional<AlarmRule> rule(ResultSet row) throws SQLException {
    int threshold = row.getInt(4);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new AlarmRule(
                threshold, Duration.ofMillis(row.getLong(5)), Duration.ofMillis(row.getLong(6))));
  }

  private static List<Instant> before(
      Connection connection,
      Subject subject,
      AlarmRule rule,
      Optional<Instant> lastTold,
      Instant first)
      throws SQLException {
    if (rule.threshold() <= 1) {
      return List.of();
    }
    var window = first.minus(rule.window());
    var from = lastTold.filter(window::isBefore).orElse(window);
    try (var select =
        connection.prepareStatement(
            "SELECT raised_at FROM alarm WHERE kind = ? AND object_id = ? AND raised_at >= ?"
                + " AND reason = 'BELOW_THRESHOLD' ORDER BY raised_at DESC LIMIT "
                + MOST_COUNTED)) {
      select.setString(1, subject.kind().name());
      select.setLong(2, subject.id());
      select.setLong(3, from.toEpochMilli());
      try (var rows = select.executeQuery()) {
        var found = new ArrayList<Instant>();
        while (rows.next()) {
          found.add(0, Instant.ofEpochMilli(rows.getLong(1)));
        }
        return found;
      }
    }
  }

  private static boolean tell(
      Connection connection, Tell tell, String receivers, Ways ways, Instant now)
      throws SQLException {
    var planned = ways.to(AlarmReceivers.read(connection, Receivers.parse(receivers)));
    boolean won =
        decided(
            connection,
            tell.id(),
            planned.isEmpty() ? AlarmState.SUPPRESSED : AlarmState.SENDING,
            planned.isEmpty() ? Reason.NO_RECEIVER : null,
            null,
            tell.others());
    if (!won || planned.isEmpty()) {
      return false;
    }
    insert(connection, tell.id(), planned, now);
    return true;
  }

  /** Adds deliveries that are to be sent now. */
  static void insert(Connection connection, long alarmId, Collection<Way> ways, Instant now)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO alarm_delivery (alarm_id, channel, user_id, state, send_round, tries,"
                + " next_try) VALUES (?,?,?,'PENDING',1,0,?)")) {
      for (var way : ways) {
        insert.setLong(1, alarmId);
        insert.setString(2, way.channel());
        insert.setLong(3, way.userId());
        insert.setLong(4, now.toEpochMilli());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void hold(Connection connection, Hold hold) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE alarm SET decide_at = ? WHERE id = ? AND decide_at >= 0")) {
      update.setLong(1, hold.until().toEpochMilli());
      update.setLong(2, hold.id());
      update.executeUpdate();
    }
  }

  private static void suppress(Connection connection, Suppress suppress) throws SQLException {
    decided(
        connection,
        suppress.id(),
        AlarmState.SUPPRESSED,
        suppress.toldWith().isPresent() ? Reason.GROUPED : Reason.BELOW_THRESHOLD,
        suppress.toldWith().orElse(null),
        0);
  }

  /** Whether nobody has decided before. */
  private static boolean decided(
      Connection connection,
      long alarmId,
      AlarmState state,
      Reason reason,
      Long toldWith,
      long others)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE alarm SET state = ?, reason = ?, told_with = ?, others = ?, decide_at = NULL"
                + " WHERE id = ? AND decide_at >= 0")) {
      update.setString(1, state.name());
      update.setString(2, reason == null ? null : reason.name());
      update.setObject(3, toldWith, java.sql.Types.BIGINT);
      update.setLong(4, others);
      update.setLong(5, alarmId);
      return update.executeUpdate() == 1;
    }
  }

  private static void remember(Connection connection, Subject subject, Instant now)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE alarm_group SET last_told = ? WHERE kind = ? AND object_id = ?")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, subject.kind().name());
      update.setLong(3, subject.id());
      update.executeUpdate();
    }
  }

  /**
   * Deletes some alarms that were raised before an instant, with all that belongs to them.
   *
   * @return whether there may be more
   */
  public boolean deleteSome(Instant before, int limit) {
    boolean more = ALARMS.deleteBefore(transactions, "raised_at", before, limit);
    if (!more) {
      forgetSubjects(before);
    }
    return more;
  }

  private void forgetSubjects(Instant before) {
    transactions.commit(
        connection -> {
          try (var delete =
              connection.prepareStatement("DELETE FROM alarm_group WHERE last_told < ?")) {
            delete.setLong(1, before.toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }

  /** A user as a receiver of alarms; empty if unknown or disabled. */
  public Optional<Receiver> receiver(long userId) {
    return transactions.read(
        connection -> AlarmReceivers.read(connection, List.of(userId)).stream().findFirst());
  }
}
