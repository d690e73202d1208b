package tech.powerjob.server.instance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.InstanceFilter;
import tech.powerjob.server.store.InstanceSearch;
import tech.powerjob.server.store.Transactions;

/**
 * What an application has done of late, in equal spans of time. Looks at a bounded number of
 * instances and at most every few seconds, however many people look on. Thread-safe.
 */
@ApplicationScoped
public class Activity {
  /** Spans of one answer. */
  public static final int SPANS = 60;

  private static final int MOST_INSTANCES = 50_000;
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final int MOST_KEPT = 200;

  /**
   * A span of time.
   *
   * @param start epoch milliseconds
   * @param succeeded runs expected in it that have succeeded
   * @param failed those that have failed
   * @param other those that were stopped or cancelled, or have not ended
   * @param lateness mean time from the expected time to the dispatch, milliseconds; 0 if none was
   * @param latest the longest such time
   */
  public record Span(
      long start, long succeeded, long failed, long other, long lateness, long latest) {
    public long total() {
      return succeeded + failed + other;
    }
  }

  /**
   * The spans of some time up to now, the oldest first.
   *
   * @param whole whether all instances of that time were looked at
   * @param at when they were read
   */
  public record History(List<Span> spans, boolean whole, Instant at) {}

  private record Key(long appId, Duration length) {}

  @Inject private RunningServer server;
  @Inject private Transactions transactions;

  private final Map<Key, History> known = new ConcurrentHashMap<>();

  /**
   * The last so long of an application.
   *
   * @param length at least a minute
   */
  public History of(long appId, Duration length) {
    var now = server.engine().now();
    var key = new Key(appId, length);
    var last = known.get(key);
    if (last != null && last.at().plus(FRESH).isAfter(now)) {
      return last;
    }
    if (known.size() >= MOST_KEPT) {
      known.clear();
    }
    var fresh = read(appId, length, now);
    known.put(key, fresh);
    return fresh;
  }

  private History read(long appId, Duration length, Instant now) {
    long span = length.toMillis() / SPANS;
    long end = (now.toEpochMilli() / span + 1) * span;
    long begin = end - span * SPANS;
    long from = InstanceIds.firstOf(Instant.ofEpochMilli(begin));
    var floor = InstanceSearch.floor(transactions, appId, InstanceFilter.newest(1), MOST_INSTANCES);
    boolean whole = floor.isEmpty() || floor.getAsLong() <= from;
    var counts = new long[SPANS][5];
    count(appId, Math.max(from, floor.orElse(0)), begin, end, span, counts);
    var spans = new ArrayList<Span>();
    for (int i = 0; i < SPANS; i++) {
      var c = counts[i];
      long dispatched = c[0] + c[1] + c[2];
      spans.add(
          new Span(
              begin + i * span,
              c[0],
              c[1],
              c[2],
              dispatched == 0 ? 0 : Math.max(0, c[3] / dispatched),
              Math.max(0, c[4])));
    }
    return new History(List.copyOf(spans), whole, now);
  }

  private void count(long appId, long fromId, long begin, long end, long span, long[][] counts) {
    // The length of a span is ours, never a user's; as a parameter databases would round it.
    var sql =
        "SELECT FLOOR((expected_trigger_time - "
            + begin
            + ") / "
            + span
            + ") AS span, status, COUNT(*),"
            + " SUM(actual_trigger_time - expected_trigger_time),"
            + " MAX(actual_trigger_time - expected_trigger_time)"
            + " FROM instance_info WHERE app_id = ? AND instance_id >= ?"
            + " AND expected_trigger_time >= ? AND expected_trigger_time < ?"
            + " GROUP BY FLOOR((expected_trigger_time - "
            + begin
            + ") / "
            + span
            + "), status";
    transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql)) {
            select.setLong(1, appId);
            select.setLong(2, fromId);
            select.setLong(3, begin);
            select.setLong(4, end);
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                int at = rows.getInt(1);
                if (at >= 0 && at < SPANS) {
                  var status = InstanceStatus.of(rows.getInt(2));
                  int kind =
                      status == InstanceStatus.SUCCEED
                          ? 0
                          : status == InstanceStatus.FAILED ? 1 : 2;
                  counts[at][kind] += rows.getLong(3);
                  counts[at][3] += rows.getLong(4);
                  counts[at][4] = Math.max(counts[at][4], rows.getLong(5));
                }
              }
            }
            return null;
          }
        });
  }
}
