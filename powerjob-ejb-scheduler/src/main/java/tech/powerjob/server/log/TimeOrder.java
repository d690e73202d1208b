package tech.powerjob.server.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import tech.powerjob.server.store.LogRows.Part;

/**
 * The lines of a log by time; those of the same time in the order in which they came. Only parts
 * that overlap in time are in memory together. Not thread-safe.
 */
final class TimeOrder {
  private static final Comparator<StoredLine> BY_TIME =
      Comparator.comparingLong(StoredLine::time).thenComparingLong(StoredLine::number);

  private final LogReading log;

  /** The parts by their first time. */
  private final List<Part> parts;

  private final PriorityQueue<StoredLine> lines = new PriorityQueue<>(BY_TIME);
  private int next;

  private TimeOrder(LogReading log) {
    this.log = log;
    parts =
        log.parts().stream()
            .sorted(Comparator.comparingLong(Part::firstTime).thenComparingLong(Part::firstLine))
            .toList();
  }

  /** All lines. */
  static TimeOrder all(LogReading log) {
    return new TimeOrder(log);
  }

  /** The lines from the given one on, which is counted from 0. */
  static TimeOrder from(LogReading log, long offset) {
    var order = new TimeOrder(log);
    long skipped = order.skip(offset);
    while (skipped < offset && order.poll() != null) {
      skipped++;
    }
    return order;
  }

  /**
   * Goes to the start of a part, before which there are at most so many lines; returns how many
   * there are. Parts that end before it are not even read.
   */
  private long skip(long offset) {
    long before = 0;
    int start = 0;
    for (int i = 0; i < parts.size() && before <= offset; i++) {
      if (i == 0 || parts.get(i).firstTime() > parts.get(i - 1).firstTime()) {
        start = i;
      }
      before += parts.get(i).lines();
    }
    if (start == 0) {
      return 0;
    }
    long time = parts.get(start).firstTime();
    long skipped = 0;
    for (var part : parts.subList(0, start)) {
      if (part.lastTime() < time) {
        skipped += part.lines();
      } else {
        for (var line : log.lines(part)) {
          if (line.time() < time) {
            skipped++;
          } else {
            lines.add(line);
          }
        }
      }
    }
    next = start;
    return skipped;
  }

  /** Some more lines; empty at the end. */
  List<StoredLine> next(int limit) {
    var some = new ArrayList<StoredLine>();
    while (some.size() < limit) {
      var line = poll();
      if (line == null) {
        return some;
      }
      some.add(line);
    }
    return some;
  }

  private StoredLine poll() {
    while (next < parts.size()
        && (lines.isEmpty() || parts.get(next).firstTime() <= lines.peek().time())) {
      lines.addAll(log.lines(parts.get(next)));
      next++;
    }
    return lines.poll();
  }
}
