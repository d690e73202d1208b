package tech.powerjob.server.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a server still works on a database. The original renews its row every 15 seconds, in the
 * time of its own zone, which is not known here: so its rows are watched for a while.
 */
final class Alive {
  /** Longer than an original server leaves its row alone. */
  static final Duration WATCH = Duration.ofSeconds(20);

  /** No zone is further from UTC. */
  private static final Duration FURTHEST_ZONE = Duration.ofHours(14);

  private Alive() {}

  /**
   * The address of an original server that works on the database; empty if there is none.
   *
   * @param watch how long to watch
   */
  static Optional<String> original(OriginalTables original, Duration watch) throws SQLException {
    var before = rows(original);
    var oldest = LocalDateTime.now(ZoneOffset.UTC).minus(FURTHEST_ZONE).minus(watch);
    if (before.values().stream().noneMatch(time -> time != null && time.isAfter(oldest))) {
      return Optional.empty();
    }
    try {
      Thread.sleep(watch.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AdoptException("interrupted", e);
    }
    return rows(original).entrySet().stream()
        .filter(row -> row.getValue() != null && !row.getValue().equals(before.get(row.getKey())))
        .map(Map.Entry::getKey)
        .findAny();
  }

  private static Map<String, LocalDateTime> rows(OriginalTables original) throws SQLException {
    var rows = new HashMap<String, LocalDateTime>();
    for (var row : original.all("server_info")) {
      rows.put(
          row.text("ip"),
          row.time("gmt_modified", ZoneOffset.UTC)
              .map(time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC))
              .orElse(null));
    }
    return rows;
  }

  /** Refuses to go on while a server of ours works on the target. */
  static void requireNoneOfOurs(Connection target, Instant now) throws SQLException {
    if (!OriginalTables.columns(target, "server_info").contains("expires_at")) {
      return;
    }
    try (var select = target.prepareStatement("SELECT ip FROM server_info WHERE expires_at > ?")) {
      select.setLong(1, now.toEpochMilli());
      try (var rows = select.executeQuery()) {
        if (rows.next()) {
          throw new AdoptException(
              "a server at %s works on the database that is to be written: stop it first, and wait"
                      .formatted(rows.getString(1))
                  + " until its lease of some seconds is over");
        }
      }
    }
  }
}
