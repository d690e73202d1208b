package tech.powerjob.server.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.powerjob.server.store.LogRows.Change;
import tech.powerjob.server.store.LogRows.Chunk;
import tech.powerjob.server.store.LogRows.Head;
import tech.powerjob.server.store.LogRows.Part;
import tech.powerjob.server.store.LogRows.Source;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;

/**
 * The log of one run, to be gone on with: takes lines and says what is to be stored. What it says
 * is taken for stored; one whose change failed is no longer of use. Not thread-safe.
 */
final class RunLog {
  /** A chunk is closed when the next line would make it larger than that. */
  static final int CHUNK_BYTES = 64 << 10;

  /** From this size on the newest lines become a chunk; smaller, they are written again. */
  static final int OPEN_BYTES = 16 << 10;

  /** Longest content of a line; the rest is cut. */
  static final int MAX_LINE = 32 << 10;

  private static final int MAX_TASK = 255;

  private final long instanceId;
  private final long appId;
  private final List<Source> sources;
  private final List<Chunk> added = new ArrayList<>();
  private LineBuffer open;
  private long version;
  private long total;
  private long chunkBytes;
  private int chunks;
  private int gapFrom;
  private int gapTo;
  private long gapLines;

  private RunLog(long instanceId, long appId, List<Source> sources) {
    this.instanceId = instanceId;
    this.appId = appId;
    this.sources = new ArrayList<>(sources);
    open = new LineBuffer();
  }

  /** An empty log. */
  static RunLog begin(long instanceId, long appId) {
    return new RunLog(instanceId, appId, List.of());
  }

  /** A log that is there. */
  static RunLog of(Head head, long appId) {
    var log = new RunLog(head.instanceId(), appId, head.sources());
    log.open = LineBuffer.of(head.open());
    log.version = head.version();
    log.total = head.totalLines();
    log.chunkBytes = head.chunkBytes();
    log.chunks = head.chunks();
    log.gapFrom = head.gapFrom();
    log.gapTo = head.gapTo();
    log.gapLines = head.gapLines();
    return log;
  }

  long appId() {
    return appId;
  }

  /**
   * Takes lines of one message.
   *
   * @return whether they are new; a message that is in the log already changes nothing
   */
  boolean add(LogLines message, List<LogLine> lines) {
    int source = sourceOf(message);
    var known = sources.get(source);
    if (message.number() > 0 && message.number() <= known.mark()) {
      return false;
    }
    sources.set(source, new Source(known.worker(), message.address(), message.number()));
    lines.forEach(line -> add(line, source));
    return true;
  }

  private int sourceOf(LogLines message) {
    for (int i = sources.size() - 1; i >= 0; i--) {
      if (sources.get(i).worker().equals(message.workerId())) {
        return i;
      }
    }
    sources.add(new Source(message.workerId(), message.address(), 0));
    return sources.size() - 1;
  }

  private void add(LogLine line, int source) {
    var content = cut(line.content() == null ? "" : line.content(), MAX_LINE);
    var given = line.task() == null ? line : withTask(line, cut(line.task(), MAX_TASK));
    if (open.lines() > 0 && open.size() + content.length() > CHUNK_BYTES) {
      close();
    }
    open.add(given, content, source);
    total++;
  }

  private static LogLine withTask(LogLine line, String task) {
    return new LogLine(line.instanceId(), line.time(), line.level(), line.content(), task);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }

  private void close() {
    added.add(open.pack(chunks, total - open.lines() + 1));
    chunks++;
    chunkBytes += open.size();
    open = new LineBuffer();
  }

  /** What is to be stored of the lines that were taken since the last time. */
  Change change() {
    if (open.size() >= OPEN_BYTES) {
      close();
    }
    version++;
    var change = new Change(head(), List.copyOf(added));
    added.clear();
    return change;
  }

  private Head head() {
    return new Head(
        instanceId,
        version,
        total,
        chunkBytes,
        chunks,
        gapFrom,
        gapTo,
        gapLines,
        List.copyOf(sources),
        open.pack(chunks, total - open.lines() + 1));
  }

  /** Whether more lies in chunks than may. */
  boolean isOver(long limit) {
    return chunkBytes > limit;
  }

  /**
   * The head without some chunks, so that there is room again. The beginning is kept, a quarter of
   * what may be kept at most, and the end, so that the middle goes.
   *
   * @param parts all chunks
   * @return empty if there is nothing to drop
   */
  Optional<Head> drop(List<Part> parts, long limit) {
    int from = gapTo > gapFrom ? gapFrom : afterBeginning(parts, limit / 4);
    int to = Math.max(gapTo, from);
    long left = chunkBytes;
    long lines = 0;
    for (var part : parts) {
      boolean last = part.number() == chunks - 1;
      if (part.number() >= to && !last && left > limit - limit / 8) {
        left -= part.bytes();
        lines += part.lines();
        to = part.number() + 1;
      }
    }
    if (lines == 0) {
      return Optional.empty();
    }
    gapFrom = from;
    gapTo = to;
    gapLines += lines;
    chunkBytes = left;
    version++;
    return Optional.of(head());
  }

  private static int afterBeginning(List<Part> parts, long limit) {
    long kept = 0;
    for (var part : parts) {
      kept += part.bytes();
      if (kept > limit) {
        return part.number();
      }
    }
    return parts.size();
  }
}
