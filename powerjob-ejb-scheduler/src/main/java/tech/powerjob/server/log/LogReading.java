package tech.powerjob.server.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.server.store.LogRows;
import tech.powerjob.server.store.LogRows.Head;
import tech.powerjob.server.store.LogRows.Part;

/** The log of one run at one moment, to be read. Not thread-safe. */
final class LogReading {
  /** Bytes that one answer looks through at most, before packing. */
  static final int WORK = 16 << 20;

  /** What an answer is made of, and where the next one goes on. */
  record Found(List<StoredLine> lines, long last) {}

  private final LogRows rows;
  private final Head head;
  private final List<Part> parts;

  /** A log as it is now. */
  LogReading(LogRows rows, Head head) {
    this.rows = rows;
    this.head = head;
    parts = new ArrayList<>(rows.parts(head.instanceId(), head.chunks()));
    if (head.gapLines() > 0) {
      addMarker();
    }
    if (head.open().part().lines() > 0) {
      parts.add(head.open().part());
    }
  }

  /** The place where lines were dropped is a part of one line. */
  private void addMarker() {
    int place = 0;
    while (place < parts.size() && parts.get(place).number() < head.gapTo()) {
      place++;
    }
    var next = place < parts.size() ? parts.get(place) : head.open().part();
    parts.add(
        place,
        new Part(
            head.gapTo() - 1,
            next.firstLine() - 1,
            1,
            next.firstTime(),
            next.firstTime(),
            LineBuffer.bit(LogLevel.WARN.getV()),
            0));
  }

  /** All parts, in the order in which their lines came. */
  List<Part> parts() {
    return parts;
  }

  /** How many lines can be read. */
  long count() {
    return parts.stream().mapToLong(Part::lines).sum();
  }

  /** The lines of a part; none if it was dropped in the meantime. */
  List<StoredLine> lines(Part part) {
    if (part.number() == head.open().part().number()) {
      return LineBuffer.read(part, head.open().content(), head.sources());
    }
    if (part.bytes() == 0) {
      return List.of(marker(part));
    }
    return rows.content(head.instanceId(), part.number())
        .map(content -> LineBuffer.read(part, content, head.sources()))
        .orElse(List.of());
  }

  private StoredLine marker(Part part) {
    return new StoredLine(
        part.firstLine(),
        part.firstTime(),
        LogLevel.WARN.getV(),
        "server",
        Optional.empty(),
        "[PowerJob] %d lines are missing here: the run wrote more than is kept of a run"
            .formatted(head.gapLines()));
  }

  /**
   * Lines in the order in which they came. Looks through a bounded part of the log only, so that
   * there may be more although none was found.
   */
  Found find(LogQuery query) {
    int levels = LineBuffer.bitsFrom(query.level().getV());
    long from = query.from().map(time -> time.toEpochMilli()).orElse(Long.MIN_VALUE);
    var found = new ArrayList<StoredLine>();
    long work = 0;
    long last = query.after();
    for (var part : parts) {
      long end = part.firstLine() + part.lines() - 1;
      if (end <= query.after()) {
        continue;
      }
      if ((part.levels() & levels) != 0 && part.lastTime() >= from) {
        if (work > WORK) {
          return new Found(found, last);
        }
        work += part.bytes();
        for (var line : lines(part)) {
          if (line.number() > query.after() && matches(line, query, from)) {
            found.add(line);
            if (found.size() == query.limit()) {
              return new Found(found, line.number());
            }
          }
        }
      }
      last = Math.max(last, end);
    }
    return new Found(found, Math.max(last, query.after()));
  }

  private static boolean matches(StoredLine line, LogQuery query, long from) {
    return line.level() >= query.level().getV()
        && line.time() >= from
        && query.text().map(text -> contains(line.content(), text)).orElse(true)
        && query.worker().map(text -> contains(line.worker(), text)).orElse(true)
        && query.task().map(task -> line.task().filter(task::equals).isPresent()).orElse(true);
  }

  /** Whatever the case, as readers expect. */
  private static boolean contains(String content, String text) {
    if (text.length() > content.length()) {
      return false;
    }
    return content.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
