package tech.powerjob.server.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

  /**
   * What an answer is made of, and where the next one goes on.
   *
   * @param last number of the last line that was looked at; backwards, that of the first one
   */
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
    return query.before().isPresent() ? before(query, query.before().get()) : after(query);
  }

  private Found after(LogQuery query) {
    var wanted = new Wanted(query);
    var found = new ArrayList<StoredLine>();
    long work = 0;
    long last = query.after();
    for (var part : parts) {
      long end = part.firstLine() + part.lines() - 1;
      if (end <= query.after()) {
        continue;
      }
      if (wanted.mayBeIn(part)) {
        if (work > WORK) {
          return new Found(found, last);
        }
        work += part.bytes();
        for (var line : lines(part)) {
          if (line.number() > query.after() && wanted.is(line)) {
            found.add(line);
            if (found.size() == query.limit()) {
              return new Found(found, line.number());
            }
          }
        }
      }
      last = Math.max(last, end);
    }
    return new Found(found, last);
  }

  private Found before(LogQuery query, long before) {
    var wanted = new Wanted(query);
    var found = new ArrayList<StoredLine>();
    long work = 0;
    long first = before;
    for (int i = parts.size() - 1; i >= 0; i--) {
      var part = parts.get(i);
      if (part.firstLine() >= before) {
        continue;
      }
      if (wanted.mayBeIn(part)) {
        if (work > WORK) {
          break;
        }
        work += part.bytes();
        var lines = lines(part);
        for (int j = lines.size() - 1; j >= 0; j--) {
          var line = lines.get(j);
          if (line.number() < before && wanted.is(line)) {
            found.add(line);
            if (found.size() == query.limit()) {
              Collections.reverse(found);
              return new Found(found, line.number());
            }
          }
        }
      }
      first = part.firstLine();
    }
    Collections.reverse(found);
    return new Found(found, first);
  }

  /** Which lines are wanted. */
  private static final class Wanted {
    private final LogQuery query;
    private final int levels;
    private final long from;
    private final Optional<String> text;
    private final Optional<String> worker;

    Wanted(LogQuery query) {
      this.query = query;
      levels = LineBuffer.bitsFrom(query.level().getV());
      from = query.from().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
      // Whatever the case, as readers expect.
      text = query.text().map(each -> each.toLowerCase(Locale.ROOT));
      worker = query.worker().map(each -> each.toLowerCase(Locale.ROOT));
    }

    boolean mayBeIn(Part part) {
      return (part.levels() & levels) != 0 && part.lastTime() >= from;
    }

    boolean is(StoredLine line) {
      return line.level() >= query.level().getV()
          && line.time() >= from
          && text.map(each -> contains(line.content(), each)).orElse(true)
          && worker.map(each -> contains(line.worker(), each)).orElse(true)
          && query.task().map(each -> line.task().filter(each::equals).isPresent()).orElse(true);
    }

    private static boolean contains(String text, String part) {
      return part.length() <= text.length() && text.toLowerCase(Locale.ROOT).contains(part);
    }
  }
}
