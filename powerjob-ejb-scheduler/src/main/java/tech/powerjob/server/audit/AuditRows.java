package tech.powerjob.server.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.audit.AuditEntry.Outcome;
import tech.powerjob.server.store.IdWindows;
import tech.powerjob.server.store.OldRows;
import tech.powerjob.server.store.Transactions;

/** Lines in {@code audit_log}. Thread-safe. */
public final class AuditRows {
  static final String INSERT =
      "INSERT INTO audit_log (event_time, actor_type, actor_id, actor_name, remote_address,"
          + " action, object_type, object_id, app_id, outcome, before_json, after_json, reason)"
          + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)";

  private static final int BATCH = 500;
  private static final int LONGEST = 255;
  private static final int LONGEST_ADDRESS = 64;
  private static final int LONGEST_REASON = 1_024;

  /** Ids that are looked at first; each look that follows is at eight times as many. */
  private static final long FIRST_WINDOW = 1_000;

  private static final OldRows LINES = new OldRows("audit_log", "id");

  private final Transactions transactions;

  public AuditRows(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Adds a line in the transaction of this connection. */
  public static void insert(Connection connection, AuditEntry entry) throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      var values = values(entry);
      for (int i = 0; i < values.size(); i++) {
        insert.setObject(i + 1, values.get(i));
      }
      insert.executeUpdate();
    }
  }

  /** The values of {@link #INSERT}; none is null, because some databases cannot type a null. */
  static List<Object> values(AuditEntry entry) {
    var actor = entry.actor();
    return List.of(
        entry.at().toEpochMilli(),
        actor.type().name(),
        actor.id() == null ? 0L : actor.id(),
        text(actor.name(), LONGEST),
        text(actor.address(), LONGEST_ADDRESS),
        entry.action(),
        entry.objectType(),
        text(entry.objectId(), LONGEST),
        entry.appId() == null ? 0L : entry.appId(),
        entry.outcome().name(),
        entry.before() == null ? "" : entry.before(),
        entry.after() == null ? "" : entry.after(),
        text(entry.reason(), LONGEST_REASON));
  }

  /** What strangers write must fit, and must not break the lines of whoever prints it. */
  private static String text(String value, int longest) {
    if (value == null) {
      return "";
    }
    var shown = value.length() <= longest ? value : value.substring(0, longest - 1) + "…";
    return shown.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
  }

  /** Lines that meet the query, newest first. */
  public List<AuditEntry> find(AuditQuery query) {
    var values = new ArrayList<Object>();
    var sql = new StringBuilder("SELECT * FROM audit_log WHERE 1 = 1");
    condition(sql, values, " AND app_id = ?", query.appId());
    condition(sql, values, " AND actor_name = ?", query.actor());
    condition(sql, values, " AND action = ?", query.action());
    condition(sql, values, " AND object_type = ?", query.objectType());
    condition(sql, values, " AND object_id = ?", query.objectId());
    condition(
        sql, values, " AND outcome = ?", query.outcome() == null ? null : query.outcome().name());
    condition(
        sql,
        values,
        " AND event_time >= ?",
        query.from() == null ? null : query.from().toEpochMilli());
    condition(
        sql, values, " AND event_time < ?", query.to() == null ? null : query.to().toEpochMilli());
    var windows =
        IdWindows.of(
            transactions, "audit_log", "id", Optional.ofNullable(query.before()), FIRST_WINDOW);
    var found = new ArrayList<AuditEntry>();
    while (found.size() < query.limit() && windows.next()) {
      found.addAll(find(sql.toString(), values, windows, query.limit() - found.size()));
      windows.scale(8);
    }
    return found;
  }

  private List<AuditEntry> find(String sql, List<Object> values, IdWindows window, int most) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  sql + " AND id >= ? AND id < ? ORDER BY id DESC LIMIT " + most)) {
            int column = 1;
            for (var value : values) {
              select.setObject(column++, value);
            }
            select.setLong(column++, window.floor());
            select.setLong(column, window.ceiling());
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<AuditEntry>();
              while (rows.next()) {
                found.add(entry(rows));
              }
              return found;
            }
          }
        });
  }

  private static void condition(
      StringBuilder sql, List<Object> values, String condition, Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        Instant.ofEpochMilli(row.getLong("event_time")),
        new AuditActor(
            AuditActor.Type.valueOf(row.getString("actor_type")),
            numberOrNull(row.getLong("actor_id")),
            row.getString("actor_name"),
            textOrNull(row.getString("remote_address"))),
        row.getString("action"),
        row.getString("object_type"),
        textOrNull(row.getString("object_id")),
        numberOrNull(row.getLong("app_id")),
        Outcome.valueOf(row.getString("outcome")),
        textOrNull(row.getString("before_json")),
        textOrNull(row.getString("after_json")),
        textOrNull(row.getString("reason")));
  }

  private static Long numberOrNull(long value) {
    return value == 0 ? null : value;
  }

  private static String textOrNull(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * Deletes some lines from before an instant, in one transaction.
   *
   * @return whether there may be more
   */
  boolean deleteSome(Instant before) {
    return LINES.deleteBefore(transactions, "event_time", before, BATCH);
  }
}
