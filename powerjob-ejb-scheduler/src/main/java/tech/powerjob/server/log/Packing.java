package tech.powerjob.server.log;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Makes bytes few. The first one says how: as they are, or deflated. */
final class Packing {
  private static final byte PLAIN = 0;
  private static final byte DEFLATED = 1;

  /** Below this nothing is won. */
  private static final int WORTHWHILE = 128;

  private Packing() {}

  /** The first bytes of an array, packed. */
  static byte[] pack(byte[] raw, int length) {
    if (length >= WORTHWHILE) {
      var deflater = new Deflater(Deflater.BEST_SPEED, true);
      try {
        deflater.setInput(raw, 0, length);
        deflater.finish();
        // What does not get smaller is not worth it.
        var packed = new byte[length];
        packed[0] = DEFLATED;
        int size = deflater.deflate(packed, 1, length - 1);
        if (deflater.finished()) {
          return Arrays.copyOf(packed, size + 1);
        }
      } finally {
        deflater.end();
      }
    }
    var plain = new byte[length + 1];
    plain[0] = PLAIN;
    System.arraycopy(raw, 0, plain, 1, length);
    return plain;
  }

  /**
   * What was packed.
   *
   * @param length how many bytes that were
   * @throws IllegalStateException if it was something else
   */
  static byte[] unpack(byte[] packed, int length) {
    if (packed[0] == PLAIN) {
      return Arrays.copyOfRange(packed, 1, packed.length);
    }
    var inflater = new Inflater(true);
    try {
      inflater.setInput(packed, 1, packed.length - 1);
      var raw = new byte[length];
      int size = 0;
      while (size < length) {
        int more = inflater.inflate(raw, size, length - size);
        if (more == 0) {
          throw new IllegalStateException("%d of %d bytes of a log".formatted(size, length));
        }
        size += more;
      }
      return raw;
    } catch (DataFormatException e) {
      throw new IllegalStateException("a part of a log cannot be read", e);
    } finally {
      inflater.end();
    }
  }
}
