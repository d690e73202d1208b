package tech.powerjob.server.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.calendar.Calendars;
import tech.powerjob.domain.calendar.HolidayCalendar;
import tech.powerjob.server.audit.AuditRows;
import tech.powerjob.server.store.Transactions;

/**
 * Calendars in {@code holiday_calendar}. What is found is kept for a second, because every firing
 * of a job that names a calendar asks. Thread-safe.
 */
@ApplicationScoped
public class StoredCalendars implements Calendars {
  /** The application that global calendars belong to. */
  public static final long EVERYBODY = 0;

  private static final Duration FRESHNESS = Duration.ofSeconds(1);
  private static final int MOST_KEPT = 1_000;

  private record Key(long appId, String name) {}

  private record Kept(Optional<HolidayCalendar> calendar, long readNanos) {}

  /**
   * A calendar and whose it is.
   *
   * @param appId {@link #EVERYBODY} for a global one
   */
  public record Owned(long appId, HolidayCalendar calendar) {}

  @Inject private Transactions transactions;
  private final ConcurrentHashMap<Key, Kept> kept = new ConcurrentHashMap<>();

  /** For the container. */
  public StoredCalendars() {}

  StoredCalendars(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<HolidayCalendar> find(long appId, String name) {
    var key = new Key(appId, name);
    var known = kept.get(key);
    long now = System.nanoTime();
    if (known != null && now - known.readNanos() < FRESHNESS.toNanos()) {
      return known.calendar();
    }
    var found =
        read(appId, name).or(() -> appId == EVERYBODY ? Optional.empty() : read(EVERYBODY, name));
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(key, new Kept(found, now));
    return found;
  }

  /** The application's own and the global ones, by name. */
  public List<Owned> all(long appId) {
    return query(
        "SELECT app_id, name, day_list FROM holiday_calendar WHERE app_id IN (?, 0)"
            + " ORDER BY name, app_id",
        appId);
  }

  /** The calendar of exactly this owner. */
  public Optional<HolidayCalendar> read(long appId, String name) {
    return query(
            "SELECT app_id, name, day_list FROM holiday_calendar WHERE app_id = ? AND name = ?",
            appId,
            name)
        .stream()
        .map(Owned::calendar)
        .findFirst();
  }

  /**
   * Adds a calendar or replaces the one of that name.
   *
   * @param line what the audit log says about it
   */
  public void save(long appId, HolidayCalendar calendar, String who, Instant now, AuditEntry line) {
    var days = join(calendar.days());
    transactions.commit(
        connection -> {
          AuditRows.insert(connection, line);
          try (var update =
              connection.prepareStatement(
                  "UPDATE holiday_calendar SET day_list = ?, modifier = ?, gmt_modified = ?"
                      + " WHERE app_id = ? AND name = ?")) {
            update.setString(1, days);
            update.setString(2, who);
            update.setTimestamp(3, Timestamp.from(now));
            update.setLong(4, appId);
            update.setString(5, calendar.name());
            if (update.executeUpdate() == 1) {
              return null;
            }
          }
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO holiday_calendar (app_id, name, day_list, modifier, gmt_create,"
                      + " gmt_modified) VALUES (?,?,?,?,?,?)")) {
            insert.setLong(1, appId);
            insert.setString(2, calendar.name());
            insert.setString(3, days);
            insert.setString(4, who);
            insert.setTimestamp(5, Timestamp.from(now));
            insert.setTimestamp(6, Timestamp.from(now));
            insert.executeUpdate();
            return null;
          }
        });
    kept.clear();
  }

  /**
   * Deletes a calendar; one that does not exist is fine.
   *
   * @param line what the audit log says about it, if there was one
   */
  public void delete(long appId, String name, AuditEntry line) {
    transactions.commit(
        connection -> {
          try (var delete =
              connection.prepareStatement(
                  "DELETE FROM holiday_calendar WHERE app_id = ? AND name = ?")) {
            delete.setLong(1, appId);
            delete.setString(2, name);
            int deleted = delete.executeUpdate();
            if (deleted > 0) {
              AuditRows.insert(connection, line);
            }
            return deleted;
          }
        });
    kept.clear();
  }

  private List<Owned> query(String sql, Object... values) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              select.setObject(i + 1, values[i]);
            }
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<Owned>();
              while (rows.next()) {
                found.add(owned(rows));
              }
              return found;
            }
          }
        });
  }

  private static Owned owned(ResultSet row) throws SQLException {
    var list = row.getString(3);
    var days =
        list.isEmpty()
            ? List.<LocalDate>of()
            : Arrays.stream(list.split(",")).map(LocalDate::parse).toList();
    return new Owned(row.getLong(1), new HolidayCalendar(row.getString(2), days));
  }

  private static String join(Collection<LocalDate> days) {
    return days.stream().map(LocalDate::toString).collect(Collectors.joining(","));
  }
}
