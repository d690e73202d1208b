package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmState;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.domain.alarm.Receivers;
import tech.powerjob.domain.alarm.SendingPolicy;

/**
 * Deliveries of alarms, in {@code alarm_delivery}. Who sends one has moved its next try before, so
 * that no other server sends it meanwhile; if the sender dies, it comes up again by itself.
 * Thread-safe.
 */
public final class AlarmDeliveries {
  private static final int LONGEST_ERROR = 1_000;

  private final Transactions transactions;

  public AlarmDeliveries(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * A delivery that the caller is to send.
   *
   * @param round grows each time somebody wants it sent again
   * @param tries this one included
   * @param leasedUntil until then nobody else sends it
   * @param payload the fields of the alarm, by name, in order
   * @param others for how many other failures the alarm speaks
   * @param receivers whom it names
   */
  public record Claimed(
      long id,
      long alarmId,
      JdbcAlarms.Way way,
      int round,
      int tries,
      Instant leasedUntil,
      AlarmKind kind,
      long appId,
      long instanceId,
      Map<String, Object> payload,
      long others,
      List<Long> receivers) {}

  private record Candidate(Claimed claimed, long nextTry) {}

  /**
   * Takes deliveries whose time has come, the longest due first.
   *
   * @param busy ways on which enough is under way
   */
  public List<Claimed> claim(int limit, Collection<JdbcAlarms.Way> busy, Instant now) {
    var candidates = transactions.read(connection -> find(connection, limit, busy, now));
    if (candidates.isEmpty()) {
      return List.of();
    }
    return transactions.commit(connection -> take(connection, candidates));
  }

  private static List<Candidate> find(
      Connection connection, int limit, Collection<JdbcAlarms.Way> busy, Instant now)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT d.id, d.alarm_id, d.channel, d.user_id, d.send_round, d.tries, d.next_try,"
                + " a.kind, a.app_id, a.instance_id, a.payload, a.others, a.receivers"
                + " FROM alarm_delivery d JOIN alarm a ON a.id = d.alarm_id"
                + " WHERE d.next_try <= ?"
                + " AND NOT (d.channel = ? AND d.user_id = ?)".repeat(busy.size())
                + " ORDER BY d.next_try LIMIT "
                + limit)) {
      int i = 0;
      select.setLong(++i, now.toEpochMilli());
      for (var way : busy) {
        select.setString(++i, way.channel());
        select.setLong(++i, way.userId());
      }
      try (var rows = select.executeQuery()) {
        var found = new ArrayList<Candidate>();
        while (rows.next()) {
          found.add(
              new Candidate(
                  new Claimed(
                      rows.getLong(1),
                      rows.getLong(2),
                      new JdbcAlarms.Way(rows.getString(3), rows.getLong(4)),
                      rows.getInt(5),
                      rows.getInt(6) + 1,
                      now.plus(SendingPolicy.LEASE),
                      AlarmKind.valueOf(rows.getString(8)),
                      rows.getLong(9),
                      rows.getLong(10),
                      JsonConverters.readMap(rows.getString(11)),
                      rows.getLong(12),
                      Receivers.parse(rows.getString(13))),
                  rows.getLong(7)));
        }
        return found;
      }
    }
  }

  private static List<Claimed> take(Connection connection, List<Candidate> candidates)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE alarm_delivery SET next_try = ?, tries = ? WHERE id = ? AND next_try = ?"
                + " AND send_round = ?")) {
      for (var each : candidates) {
        update.setLong(1, each.claimed().leasedUntil().toEpochMilli());
        update.setInt(2, each.claimed().tries());
        update.setLong(3, each.claimed().id());
        update.setLong(4, each.nextTry());
        update.setInt(5, each.claimed().round());
        update.addBatch();
      }
      int[] counts = update.executeBatch();
      var taken = new ArrayList<Claimed>();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          taken.add(candidates.get(i).claimed());
        }
      }
      return taken;
    }
  }

  /** Whom a delivery is for, as they are now: one user, or all whom the alarm names. */
  public List<Receiver> receivers(Claimed delivery) {
    var ids =
        delivery.way().userId() == 0 ? delivery.receivers() : List.of(delivery.way().userId());
    return transactions.read(connection -> AlarmReceivers.read(connection, ids));
  }

  /** It was sent. Without effect if it is no longer the caller's. */
  public void sent(Claimed delivery, Instant now) {
    settle(delivery, AlarmState.Delivery.SENT, null, null, now);
  }

  /**
   * It could not be sent. Without effect if it is no longer the caller's.
   *
   * @param next when to try again; empty for never
   */
  public void failed(Claimed delivery, String error, Optional<Instant> next, Instant now) {
    settle(
        delivery,
        next.isPresent() ? AlarmState.Delivery.PENDING : AlarmState.Delivery.FAILED,
        error,
        next.orElse(null),
        now);
  }

  private void settle(
      Claimed delivery, AlarmState.Delivery state, String error, Instant next, Instant now) {
    transactions.commit(
        connection -> {
          lockAlarm(connection, delivery.alarmId());
          if (update(connection, delivery, state, error, next, now)) {
            conclude(connection, delivery.alarmId());
          }
          return null;
        });
  }

  /** Two deliveries of an alarm that end at once must see each other's end. */
  private static void lockAlarm(Connection connection, long alarmId) throws SQLException {
    try (var lock = connection.prepareStatement("SELECT id FROM alarm WHERE id = ? FOR UPDATE")) {
      lock.setLong(1, alarmId);
      lock.executeQuery().close();
    }
  }

  private static boolean update(
      Connection connection,
      Claimed delivery,
      AlarmState.Delivery state,
      String error,
      Instant next,
      Instant now)
      throws SQLException {
    boolean sent = state == AlarmState.Delivery.SENT;
    try (var update =
        connection.prepareStatement(
            "UPDATE alarm_delivery SET state = ?, last_error = ?, next_try = ?, sent_at = ?"
                + " WHERE id = ? AND send_round = ? AND next_try = ?")) {
      update.setString(1, state.name());
      update.setString(2, shorten(error));
      update.setObject(3, next == null ? null : next.toEpochMilli(), java.sql.Types.BIGINT);
      update.setObject(4, sent ? now.toEpochMilli() : null, java.sql.Types.BIGINT);
      update.setLong(5, delivery.id());
      update.setInt(6, delivery.round());
      update.setLong(7, delivery.leasedUntil().toEpochMilli());
      return update.executeUpdate() == 1;
    }
  }

  private static void conclude(Connection connection, long alarmId) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE alarm SET state = CASE"
                + " WHEN EXISTS (SELECT 1 FROM alarm_delivery d WHERE d.alarm_id = alarm.id"
                + " AND d.next_try IS NOT NULL) THEN 'SENDING'"
                + " WHEN EXISTS (SELECT 1 FROM alarm_delivery d WHERE d.alarm_id = alarm.id"
                + " AND d.state = 'FAILED') THEN 'FAILED' ELSE 'SENT' END WHERE id = ?")) {
      update.setLong(1, alarmId);
      update.executeUpdate();
    }
  }

  /**
   * Tells again, whatever was decided or sent before, everybody whom the alarm names now: at once,
   * with all tries, and so that receivers do not take it for a repeat.
   *
   * @return whether anybody will be told; empty if the application has no such alarm
   */
  public Optional<Boolean> again(long appId, long alarmId, JdbcAlarms.Ways ways, Instant now) {
    return transactions.commit(
        connection -> {
          var receivers = lockAlarm(connection, appId, alarmId);
          if (receivers.isEmpty()) {
            return Optional.empty();
          }
          var planned = ways.to(AlarmReceivers.read(connection, Receivers.parse(receivers.get())));
          int ongoing = restart(connection, alarmId, now);
          var known = ways(connection, alarmId);
          JdbcAlarms.insert(
              connection,
              alarmId,
              planned.stream().filter(way -> !known.contains(way)).toList(),
              now);
          boolean any = ongoing > 0 || !planned.isEmpty();
          try (var update =
              connection.prepareStatement(
                  "UPDATE alarm SET state = ?, reason = ?, decide_at = NULL WHERE id = ?")) {
            update.setString(1, (any ? AlarmState.SENDING : AlarmState.SUPPRESSED).name());
            update.setString(2, any ? null : AlarmState.Reason.NO_RECEIVER.name());
            update.setLong(3, alarmId);
            update.executeUpdate();
          }
          return Optional.of(any);
        });
  }

  private static Optional<String> lockAlarm(Connection connection, long appId, long alarmId)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT receivers FROM alarm WHERE id = ? AND app_id = ? FOR UPDATE")) {
      select.setLong(1, alarmId);
      select.setLong(2, appId);
      try (var rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static int restart(Connection connection, long alarmId, Instant now) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE alarm_delivery SET state = 'PENDING', send_round = send_round + 1, tries = 0,"
                + " next_try = ?, last_error = NULL WHERE alarm_id = ?")) {
      update.setLong(1, now.toEpochMilli());
      update.setLong(2, alarmId);
      return update.executeUpdate();
    }
  }

  private static List<JdbcAlarms.Way> ways(Connection connection, long alarmId)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT channel, user_id FROM alarm_delivery WHERE alarm_id = ?")) {
      select.setLong(1, alarmId);
      try (var rows = select.executeQuery()) {
        var found = new ArrayList<JdbcAlarms.Way>();
        while (rows.next()) {
          found.add(new JdbcAlarms.Way(rows.getString(1), rows.getLong(2)));
        }
        return found;
      }
    }
  }

  private static String shorten(String error) {
    return error == null || error.length() <= LONGEST_ERROR
        ? error
        : error.substring(0, LONGEST_ERROR) + "…";
  }
}
