package tech.powerjob.worker.jca.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The table {@code powerjob_outbox} of one application. Connections are the caller's, with or
 * without a transaction; nothing is committed here. The statements run on H2, MySQL, MariaDB and
 * PostgreSQL.
 */
final class OutboxTable {
  /** Longest text in {@code last_error}. */
  private static final int ERROR_LIMIT = 500;

  private final String application;

  OutboxTable(String application) {
    this.application = application;
  }

  void add(Connection connection, OutboxRequest request, long now) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO powerjob_outbox (submission_key, app_name, kind, job_id, instance_params,"
                + " delay_ms, target_key, instance_id, created, next_attempt, failures)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,0)")) {
      boolean run = request.kind() == OutboxRequest.Kind.RUN;
      insert.setString(1, request.key());
      insert.setString(2, application);
      insert.setString(3, request.kind().name());
      setLong(insert, 4, run ? request.jobId() : null);
      insert.setString(5, request.instanceParams());
      insert.setLong(6, request.delayMillis());
      insert.setString(7, request.targetKey());
      setLong(insert, 8, run || request.targetKey() != null ? null : request.instanceId());
      insert.setLong(9, now);
      insert.setLong(10, request.nextAttempt());
      insert.executeUpdate();
    }
  }

  /** Requests whose time has come, the oldest first. */
  List<OutboxRequest> due(Connection connection, long now, int limit) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT submission_key, kind, job_id, instance_params, delay_ms, target_key,"
                + " instance_id, next_attempt, first_sent, failures FROM powerjob_outbox"
                + " WHERE app_name = ? AND done IS NULL AND next_attempt <= ?"
                + " ORDER BY created, submission_key")) {
      select.setMaxRows(limit);
      select.setString(1, application);
      select.setLong(2, now);
      List<OutboxRequest> requests = new ArrayList<>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          requests.add(read(rows));
        }
      }
      return requests;
    }
  }

  private static OutboxRequest read(ResultSet row) throws SQLException {
    long firstSent = row.getLong("first_sent");
    Long orNever = row.wasNull() ? null : (Long) firstSent;
    return new OutboxRequest(
        row.getString("submission_key"),
        OutboxRequest.Kind.valueOf(row.getString("kind").trim()),
        row.getLong("job_id"),
        row.getString("instance_params"),
        row.getLong("delay_ms"),
        row.getString("target_key"),
        row.getLong("instance_id"),
        row.getLong("next_attempt"),
        orNever,
        row.getInt("failures"));
  }

  /**
   * Takes a request, so that other relays leave it alone for a while, and notes before it is sent
   * that a server may know of it from here on.
   *
   * @return whether it was still as it was read
   */
  boolean claim(Connection connection, OutboxRequest request, long now, long until)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE powerjob_outbox SET next_attempt = ?, first_sent = COALESCE(first_sent, ?)"
                + " WHERE submission_key = ? AND done IS NULL AND next_attempt = ?")) {
      update.setLong(1, until);
      update.setLong(2, now);
      update.setString(3, request.key());
      update.setLong(4, request.nextAttempt());
      return update.executeUpdate() == 1;
    }
  }

  /**
   * The request is settled.
   *
   * @param instanceId what a run became, or {@code null} to leave it
   * @param remark why nothing was done, or {@code null}
   */
  void done(Connection connection, String key, Long instanceId, String remark, long now)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE powerjob_outbox SET done = ?, instance_id = COALESCE(?, instance_id),"
                + " last_error = ? WHERE submission_key = ?")) {
      update.setLong(1, now);
      setLong(update, 2, instanceId);
      update.setString(3, shortened(remark));
      update.setString(4, key);
      update.executeUpdate();
    }
  }

  /**
   * The request is tried again later.
   *
   * @param firstSent {@code null} if no server can know of it
   */
  void postpone(
      Connection connection, OutboxRequest request, Long firstSent, long nextAttempt, String why)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE powerjob_outbox SET next_attempt = ?, first_sent = ?, failures = ?,"
                + " last_error = ? WHERE submission_key = ? AND done IS NULL")) {
      update.setLong(1, nextAttempt);
      setLong(update, 2, firstSent);
      update.setInt(3, request.failures() + 1);
      update.setString(4, shortened(why));
      update.setString(5, request.key());
      update.executeUpdate();
    }
  }

  /**
   * What a run has become.
   *
   * @return empty if there is no such request; within, empty if it is still on its way
   */
  Optional<OptionalLong> find(Connection connection, String key) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT instance_id FROM powerjob_outbox WHERE submission_key = ? AND app_name = ?"
                + " AND kind = 'RUN'")) {
      select.setString(1, key);
      select.setString(2, application);
      try (var rows = select.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        long instanceId = rows.getLong(1);
        return Optional.of(rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(instanceId));
      }
    }
  }

  /** Forgets what was settled before a time. */
  int purge(Connection connection, long before) throws SQLException {
    try (var delete =
        connection.prepareStatement(
            "DELETE FROM powerjob_outbox WHERE app_name = ? AND done < ?")) {
      delete.setString(1, application);
      delete.setLong(2, before);
      return delete.executeUpdate();
    }
  }

  private static void setLong(PreparedStatement statement, int index, Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }

  private static String shortened(String text) {
    return text == null || text.length() <= ERROR_LIMIT ? text : text.substring(0, ERROR_LIMIT);
  }
}
