package tech.powerjob.server.workflow.condition;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * One run of a script: its variables, and what it may still use up. Of one thread.
 *
 * <p>Work is counted in units of about 10 ns. The count is the same on every server and on every
 * day, so that a script that passes once always passes; processor time is only asked for as well in
 * case a unit is dearer than thought, and waiting (for a processor, or because the server was
 * paused) does not count.
 */
final class Evaluation {
  /** Work that one run may do. An endless loop reaches it within some 50 ms. */
  static final int MAX_UNITS = 2_000_000;

  /** Longest text that a script may make, in characters. */
  static final int MAX_TEXT = 100_000;

  /** Longest list that a script may make. */
  static final int MAX_LIST = 10_000;

  private static final int MAX_BITS = 4096;
  private static final int MAX_SCALE = 400;
  private static final long MAX_NANOS = 1_000_000_000L;
  private static final int UNITS_BETWEEN_LOOKS = 50_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Object[] variables;
  private final long began;
  private int units;
  private int nextLook = UNITS_BETWEEN_LOOKS;

  Evaluation(int variables) {
    this.variables = new Object[variables];
    this.began = processorTime();
  }

  private static long processorTime() {
    return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
  }

  Object get(int slot) {
    return variables[slot];
  }

  void set(int slot, Object value) {
    variables[slot] = value;
  }

  /** Counts work. */
  void charge(int more) {
    units += more;
    if (units > MAX_UNITS) {
      throw new LimitReached("the script did not end within its " + MAX_UNITS + " units of work");
    }
    if (units > nextLook) {
      nextLook += UNITS_BETWEEN_LOOKS;
      if (processorTime() - began > MAX_NANOS) {
        throw new LimitReached("the script did not end within its second of processor time");
      }
    }
  }

  /** Before a text of this length is made. */
  void willMakeText(long length) {
    if (length > MAX_TEXT) {
      throw new LimitReached("a text of " + length + " characters is longer than " + MAX_TEXT);
    }
    charge((int) length / 8 + 1);
  }

  /** Before a list of this size is made. */
  void willMakeList(long size) {
    if (size > MAX_LIST) {
      throw new LimitReached("a list of " + size + " elements is longer than " + MAX_LIST);
    }
    charge((int) Math.max(0, size) + 1);
  }

  String made(String text) {
    willMakeText(text.length());
    return text;
  }

  <T> List<T> made(List<T> list) {
    willMakeList(list.size());
    return list;
  }

  /** A number of a size that can be reckoned with. */
  Number made(Number number) {
    charge(2);
    if (number instanceof BigDecimal decimal) {
      checkBits(decimal.unscaledValue().bitLength());
      if (Math.abs((long) decimal.scale()) > MAX_SCALE) {
        throw new LimitReached("a number has more than " + MAX_SCALE + " places");
      }
    } else if (number instanceof BigInteger integer) {
      checkBits(integer.bitLength());
    }
    return number;
  }

  private static void checkBits(int bits) {
    if (bits > MAX_BITS) {
      throw new LimitReached("a number has more than " + MAX_BITS + " bits");
    }
  }

  /** Bits that are enough for {@code base} to the power of {@code exponent}. */
  void willRaise(Number base, Number exponent) {
    double bits = Math.log(Math.abs(base.doubleValue()) + 1) / Math.log(2);
    if (bits * Math.abs(exponent.doubleValue()) > MAX_BITS) {
      throw new LimitReached("a number has more than " + MAX_BITS + " bits");
    }
  }
}
