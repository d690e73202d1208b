package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmState;

/** Looks for alarms of an application, the newest first. Thread-safe. */
public final class AlarmSearch {
  /** Most alarms in one answer. */
  public static final int MAX_LIMIT = 500;

  private final Transactions transactions;

  public AlarmSearch(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * What is looked for; all of it must hold.
   *
   * @param states empty for any
   * @param kind of {@code objectId}
   * @param objectId job or workflow
   * @param instanceId instance of a job or run of a workflow
   * @param from raised not before
   * @param to raised before
   * @param before where the page before ended: only smaller ids
   * @param limit from 1 to {@link #MAX_LIMIT}
   */
  public record Filter(
      Set<AlarmState> states,
      Optional<AlarmKind> kind,
      Optional<Long> objectId,
      Optional<Long> instanceId,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Long> before,
      int limit) {
    public Filter {
      states = Set.copyOf(states);
      if (limit < 1 || limit > MAX_LIMIT) {
        throw new IllegalArgumentException(
            "limit is %d but must be from 1 to %d".formatted(limit, MAX_LIMIT));
      }
    }
  }

  /**
   * An alarm.
   *
   * @param objectName name of the job or workflow when it failed
   * @param result why it failed; may be {@code null}
   * @param reason why nobody is told, {@code null} if somebody is
   * @param decideAt when will be decided whether somebody is told; empty once that is done
   * @param toldWith the alarm that speaks for it, {@code null} if none does
   * @param others for how many other failures it speaks
   */
  public record Found(
      long id,
      long appId,
      AlarmKind kind,
      long objectId,
      String objectName,
      long instanceId,
      Instant raisedAt,
      String result,
      AlarmState state,
      AlarmState.Reason reason,
      Optional<Instant> decideAt,
      Long toldWith,
      long others,
      List<Delivery> deliveries) {}

  /**
   * One way on which somebody is told.
   *
   * @param userId 0 if it tells all receivers at once
   * @param userName {@code null} if there is no such user any more
   * @param error why the last try failed, {@code null} if it did not
   */
  public record Delivery(
      long id,
      String channel,
      long userId,
      String userName,
      AlarmState.Delivery state,
      int tries,
      Optional<Instant> nextTry,
      Optional<Instant> sentAt,
      String error) {}

  public List<Found> find(long appId, Filter filter) {
    return transactions.read(
        connection -> {
          var found = alarms(connection, appId, filter);
          var deliveries = deliveries(connection, found.stream().map(Found::id).toList());
          return found.stream()
              .map(each -> with(each, deliveries.getOrDefault(each.id(), List.of())))
              .toList();
        });
  }

  private static Found with(Found alarm, List<Delivery> deliveries) {
    return new Found(
        alarm.id(),
        alarm.appId(),
        alarm.kind(),
        alarm.objectId(),
        alarm.objectName(),
        alarm.instanceId(),
        alarm.raisedAt(),
        alarm.result(),
        alarm.state(),
        alarm.reason(),
        alarm.decideAt(),
        alarm.toldWith(),
        alarm.others(),
        deliveries);
  }

  private static List<Found> alarms(Connection connection, long appId, Filter filter)
      throws SQLException {
    var sql =
        new StringBuilder(
            "SELECT id, app_id, kind, object_id, object_name, instance_id, raised_at, payload,"
                + " state, reason, decide_at, told_with, others FROM alarm WHERE app_id = ?");
    var values = new ArrayList<Object>(List.of(appId));
    if (!filter.states().isEmpty()) {
      sql.append(
          filter.states().stream()
              .map(state -> "'" + state.name() + "'")
              .collect(Collectors.joining(",", " AND state IN (", ")")));
    }
    filter.kind().ifPresent(kind -> sql.append(" AND kind = '").append(kind.name()).append("'"));
    add(sql, values, " AND object_id = ?", filter.objectId());
    add(sql, values, " AND instance_id = ?", filter.instanceId());
    add(sql, values, " AND raised_at >= ?", filter.from().map(Instant::toEpochMilli));
    add(sql, values, " AND raised_at < ?", filter.to().map(Instant::toEpochMilli));
    add(sql, values, " AND id < ?", filter.before());
    sql.append(" ORDER BY id DESC LIMIT ").append(filter.limit());
    try (var select = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      try (var rows = select.executeQuery()) {
        var found = new ArrayList<Found>();
        while (rows.next()) {
          found.add(alarm(rows));
        }
        return found;
      }
    }
  }

  private static void add(
      StringBuilder sql, List<Object> values, String condition, Optional<Long> value) {
    value.ifPresent(
        each -> {
          sql.append(condition);
          values.add(each);
        });
  }

  private static Found alarm(ResultSet row) throws SQLException {
    var reason = row.getString(10);
    var decideAt = instant(row, 11);
    long toldWith = row.getLong(12);
    boolean grouped = !row.wasNull();
    var result = JsonConverters.readMap(row.getString(8)).get("result");
    return new Found(
        row.getLong(1),
        row.getLong(2),
        AlarmKind.valueOf(row.getString(3)),
        row.getLong(4),
        row.getString(5),
        row.getLong(6),
        Instant.ofEpochMilli(row.getLong(7)),
        result == null ? null : result.toString(),
        AlarmState.valueOf(row.getString(9)),
        reason == null ? null : AlarmState.Reason.valueOf(reason),
        decideAt,
        grouped ? toldWith : null,
        row.getLong(13),
        List.of());
  }

  private static Map<Long, List<Delivery>> deliveries(Connection connection, List<Long> alarmIds)
      throws SQLException {
    var found = new HashMap<Long, List<Delivery>>();
    if (alarmIds.isEmpty()) {
      return found;
    }
    try (var select =
        connection.prepareStatement(
            "SELECT d.alarm_id, d.id, d.channel, d.user_id, u.username, u.nick, d.state, d.tries,"
                + " d.next_try, d.sent_at, d.last_error FROM alarm_delivery d"
                + " LEFT JOIN user_info u ON u.id = d.user_id WHERE d.alarm_id IN ("
                + ValueList.marks(alarmIds.size())
                + ") ORDER BY d.id")) {
      ValueList.setLongs(select, 0, alarmIds);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found
              .computeIfAbsent(rows.getLong(1), id -> new ArrayList<>())
              .add(
                  new Delivery(
                      rows.getLong(2),
                      rows.getString(3),
                      rows.getLong(4),
                      AlarmReceivers.shown(rows.getString(5), rows.getString(6)),
                      AlarmState.Delivery.valueOf(rows.getString(7)),
                      rows.getInt(8),
                      instant(rows, 9),
                      instant(rows, 10),
                      rows.getString(11)));
        }
      }
    }
    return found;
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
