package tech.powerjob.server.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tech.powerjob.server.store.LogRows.Chunk;
import tech.powerjob.server.store.LogRows.Part;
import tech.powerjob.server.store.LogRows.Source;
import tech.powerjob.wire.LogLine;

/**
 * Lines as bytes. Of each there is: the time since the line before, the level with a flag for a
 * task, the source, the task, the text. Numbers have seven bits to a byte, the lowest first, and
 * signs in the lowest bit. Not thread-safe.
 */
final class LineBuffer {
  private static final int WITH_TASK = 0x80;
  private static final int LEVEL = 0x7f;
  private static final int LONGEST_NUMBER = 10;

  private byte[] bytes = new byte[1024];
  private int size;
  private int lines;
  private long firstTime = Long.MAX_VALUE;
  private long lastTime = Long.MIN_VALUE;
  private long before;
  private int levels;

  /** The lines of a part, to go on with. */
  static LineBuffer of(Chunk chunk) {
    var part = chunk.part();
    var buffer = new LineBuffer();
    if (part.lines() > 0) {
      buffer.bytes = Packing.unpack(chunk.content(), part.bytes());
      buffer.size = part.bytes();
      buffer.lines = part.lines();
      buffer.firstTime = part.firstTime();
      buffer.lastTime = part.lastTime();
      buffer.levels = part.levels();
      var reader = new Reader(buffer.bytes, buffer.size);
      for (int i = 0; i < buffer.lines; i++) {
        reader.skip();
      }
      buffer.before = reader.time;
    }
    return buffer;
  }

  int size() {
    return size;
  }

  int lines() {
    return lines;
  }

  /** The bit of a level. */
  static int bit(int level) {
    return level >= 0 && level <= 4 ? 1 << level : 1 << 5;
  }

  /** Bits of all levels from one on. */
  static int bitsFrom(int level) {
    int bits = 1 << 5;
    for (int each = Math.max(0, level); each <= 4; each++) {
      bits |= bit(each);
    }
    return bits;
  }

  /**
   * Adds a line.
   *
   * @param content of at most some ten thousand characters
   */
  void add(LogLine line, String content, int source) {
    var text = content.getBytes(StandardCharsets.UTF_8);
    var task = line.task() == null ? null : line.task().getBytes(StandardCharsets.UTF_8);
    reserve(4 * LONGEST_NUMBER + 1 + text.length + (task == null ? 0 : task.length));
    signed(line.time() - before);
    int level = line.level() >= 0 && line.level() <= LEVEL ? line.level() : LEVEL;
    bytes[size++] = (byte) (task == null ? level : level | WITH_TASK);
    number(source);
    if (task != null) {
      text(task);
    }
    text(text);
    before = line.time();
    firstTime = Math.min(firstTime, line.time());
    lastTime = Math.max(lastTime, line.time());
    levels |= bit(level);
    lines++;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  private void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  private void number(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void text(byte[] text) {
    number(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  /**
   * The lines, packed.
   *
   * @param number of the chunk
   * @param firstLine number of the first line
   */
  Chunk pack(int number, long firstLine) {
    var part =
        lines == 0
            ? new Part(number, firstLine, 0, 0, 0, 0, 0)
            : new Part(number, firstLine, lines, firstTime, lastTime, levels, size);
    return new Chunk(part, Packing.pack(bytes, size));
  }

  /** The lines of a part. */
  static List<StoredLine> read(Part part, byte[] content, List<Source> sources) {
    var lines = new ArrayList<StoredLine>(part.lines());
    var reader = new Reader(Packing.unpack(content, part.bytes()), part.bytes());
    for (int i = 0; i < part.lines(); i++) {
      lines.add(reader.line(part.firstLine() + i, sources));
    }
    return lines;
  }

  private static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private long time;

    Reader(byte[] bytes, int end) {
      this.bytes = bytes;
      this.end = end;
    }

    StoredLine line(long number, List<Source> sources) {
      time += signed();
      int level = bytes[at++];
      int source = (int) number();
      Optional<String> task = (level & WITH_TASK) == 0 ? Optional.empty() : Optional.of(text());
      var worker = source < sources.size() ? sources.get(source).address() : "";
      return new StoredLine(number, time, level & LEVEL, worker, task, text());
    }

    void skip() {
      time += signed();
      int level = bytes[at++];
      number();
      if ((level & WITH_TASK) != 0) {
        skipText();
      }
      skipText();
    }

    private void skipText() {
      int length = (int) number();
      at += length;
    }

    private long signed() {
      long value = number();
      return value >>> 1 ^ -(value & 1);
    }

    private long number() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[at++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    private String text() {
      int length = (int) number();
      if (length < 0 || length > end - at) {
        throw new IllegalStateException("a part of a log cannot be read: it ends in a line");
      }
      var text = new String(bytes, at, length, StandardCharsets.UTF_8);
      at += length;
      return text;
    }
  }
}
