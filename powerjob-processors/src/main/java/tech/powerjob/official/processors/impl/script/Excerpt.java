package tech.powerjob.official.processors.impl.script;

/**
 * The beginning and the end of a text of any length, in memory of bounded size. Thread-safe, since
 * what was read so far may be asked for while more is read.
 */
final class Excerpt {
  private final StringBuilder head = new StringBuilder();
  private final int headLength;
  private final char[] tail;
  private long length;

  /**
   * An empty text.
   *
   * @param capacity how many characters are kept, at least 2; a third of them from the beginning
   */
  Excerpt(int capacity) {
    headLength = capacity / 3;
    tail = new char[capacity - headLength];
  }

  synchronized void append(char[] characters, int count) {
    for (int i = 0; i < count; i++) {
      if (head.length() < headLength) {
        head.append(characters[i]);
      } else {
        tail[(int) ((length - headLength) % tail.length)] = characters[i];
      }
      length++;
    }
  }

  /** The text, or its two ends with a line between that says how much is left out. */
  @Override
  public synchronized String toString() {
    long after = length - head.length();
    var text = new StringBuilder(head);
    if (after > tail.length) {
      text.append("%n... [%d characters left out] ...%n".formatted(after - tail.length));
    }
    for (long i = Math.max(0, after - tail.length); i < after; i++) {
      text.append(tail[(int) (i % tail.length)]);
    }
    return text.toString();
  }
}
