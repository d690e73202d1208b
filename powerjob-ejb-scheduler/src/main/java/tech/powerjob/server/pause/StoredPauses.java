package tech.powerjob.server.pause;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.pause.Pause;
import tech.powerjob.domain.pause.Pause.Scope;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.server.audit.AuditRows;
import tech.powerjob.server.store.StoreException;
import tech.powerjob.server.store.Transactions;

/**
 * Pauses in {@code pause}, read twice a second at most and answered from memory. While the database
 * cannot be read the last known ones hold. Thread-safe.
 */
@ApplicationScoped
public class StoredPauses implements Pauses {
  private static final Logger LOG = LoggerFactory.getLogger(StoredPauses.class);
  private static final Duration FRESHNESS = Duration.ofMillis(500);

  /** So long a pause that has ended still explains what was skipped meanwhile. */
  private static final Duration MEMORY = Duration.ofDays(30);

  private static final int MOST_KEPT = 10_000;
  private static final String COLUMNS =
      "scope, target, app_id, begun_at, ends_at, ended_at, reason, begun_by, ended_by";

  @Inject private Transactions transactions;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile List<Pause> known = List.of();
  private volatile long readNanos = System.nanoTime() - FRESHNESS.toNanos();

  /** For the container. */
  public StoredPauses() {}

  StoredPauses(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public boolean isPaused(long appId, long jobId, Instant now) {
    for (var pause : fresh()) {
      if (pause.endedAt().isEmpty() && pause.concerns(appId, jobId) && pause.lastsAt(now)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean wasPaused(long appId, long jobId, Instant from, Instant to) {
    return fresh().stream()
        .anyMatch(pause -> pause.concerns(appId, jobId) && pause.touches(from, to));
  }

  /** The pauses that last at an instant. */
  public List<Pause> lasting(Instant now) {
    return fresh().stream().filter(pause -> pause.lastsAt(now)).toList();
  }

  /** The pauses that last at an instant, and those that are planned to begin later. */
  public List<Pause> lastingOrToCome(Instant now) {
    return fresh().stream()
        .filter(
            pause ->
                pause.lastsAt(now) || (pause.endedAt().isEmpty() && pause.begunAt().isAfter(now)))
        .toList();
  }

  /** The pauses that held for a job at an instant, as far as they are remembered. */
  public List<Pause> of(long appId, long jobId, Instant at) {
    return fresh().stream()
        .filter(pause -> pause.concerns(appId, jobId) && pause.lastsAt(at))
        .toList();
  }

  /**
   * Begins a pause, or plans one; one of the same target that lasts or is planned is replaced.
   *
   * @param line what the audit log says about it
   */
  public void begin(Pause pause, Instant now, AuditEntry line) {
    transactions.commit(
        connection -> {
          try (var end =
              connection.prepareStatement(
                  "UPDATE pause SET active_key = NULL, ended_at = ?, ended_by = ?"
                      + " WHERE active_key = ?")) {
            end.setLong(1, now.toEpochMilli());
            end.setString(2, pause.begunBy());
            end.setString(3, key(pause.scope(), pause.target()));
            end.executeUpdate();
          }
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO pause (active_key, scope, target, app_id, begun_at, ends_at, reason,"
                      + " begun_by) VALUES (?,?,?,?,?,?,?,?)")) {
            insert.setString(1, key(pause.scope(), pause.target()));
            insert.setString(2, pause.scope().name());
            insert.setLong(3, pause.target());
            insert.setLong(4, pause.appId());
            insert.setLong(5, pause.begunAt().toEpochMilli());
            if (pause.endsAt().isPresent()) {
              insert.setLong(6, pause.endsAt().get().toEpochMilli());
            } else {
              insert.setNull(6, Types.BIGINT);
            }
            insert.setString(7, pause.reason());
            insert.setString(8, pause.begunBy());
            insert.executeUpdate();
          }
          AuditRows.insert(connection, line);
          return null;
        });
    read();
    tell(pause.scope(), pause.appId());
  }

  /** Open pages look anew. */
  private void tell(Scope scope, long appId) {
    if (scope == Scope.ALL) {
      transactions.touched().allApps();
    } else {
      transactions.touched().app(appId);
    }
  }

  /**
   * Ends the pause of a target.
   *
   * @param appId application of the target; 0 for {@link Scope#ALL}
   * @param line what the audit log says about it, if one lasted
   * @return whether one lasted
   */
  public boolean end(
      Scope scope, long target, long appId, String who, Instant now, AuditEntry line) {
    int ended =
        transactions.commit(
            connection -> {
              try (var end =
                  connection.prepareStatement(
                      "UPDATE pause SET active_key = NULL, ended_at = ?, ended_by = ?"
                          + " WHERE active_key = ? AND (ends_at IS NULL OR ends_at > ?)")) {
                end.setLong(1, now.toEpochMilli());
                end.setString(2, who);
                end.setString(3, key(scope, target));
                end.setLong(4, now.toEpochMilli());
                int changed = end.executeUpdate();
                if (changed > 0) {
                  AuditRows.insert(connection, line);
                }
                return changed;
              }
            });
    read();
    tell(scope, appId);
    return ended > 0;
  }

  private static String key(Scope scope, long target) {
    return scope + ":" + target;
  }

  private List<Pause> fresh() {
    if (System.nanoTime() - readNanos >= FRESHNESS.toNanos() && reading.tryLock()) {
      try {
        read();
      } catch (StoreException e) {
        readNanos = System.nanoTime();
        LOG.warn("pauses could not be read, the last known ones hold: {}", e.toString());
      } finally {
        reading.unlock();
      }
    }
    return known;
  }

  private void read() {
    long asked = System.nanoTime();
    known =
        transactions.read(
            connection -> {
              try (var select =
                  connection.prepareStatement(
                      "SELECT "
                          + COLUMNS
                          + " FROM pause WHERE COALESCE(ended_at, ends_at, ?) > ?"
                          + " ORDER BY id DESC LIMIT "
                          + MOST_KEPT)) {
                select.setLong(1, Long.MAX_VALUE);
                select.setLong(2, Instant.now().minus(MEMORY).toEpochMilli());
                try (var rows = select.executeQuery()) {
                  var found = new ArrayList<Pause>();
                  while (rows.next()) {
                    found.add(pause(rows));
                  }
                  return List.copyOf(found);
                }
              }
            });
    readNanos = asked;
  }

  private static Pause pause(ResultSet row) throws SQLException {
    return new Pause(
        Scope.valueOf(row.getString(1)),
        row.getLong(2),
        row.getLong(3),
        Instant.ofEpochMilli(row.getLong(4)),
        instant(row, 5),
        instant(row, 6),
        row.getString(7),
        row.getString(8),
        row.getString(9));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
