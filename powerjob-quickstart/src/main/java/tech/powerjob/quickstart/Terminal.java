package tech.powerjob.quickstart;

import java.io.PrintStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the user sees: plain lines, and on a real terminal one line below them that changes in
 * place. Thread-safe.
 */
final class Terminal {
  /** How a word looks on a real terminal. */
  enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    BAD("31");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  private static final String INDENT = "  ";
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean live;
  private final boolean coloured;
  private final ReentrantLock lock = new ReentrantLock();
  private String status = "";

  /**
   * A terminal.
   *
   * @param live whether lines can change in place
   * @param coloured whether styles are shown
   */
  Terminal(PrintStream out, boolean live, boolean coloured) {
    this.out = out;
    this.live = live;
    this.coloured = coloured;
  }

  /**
   * The terminal of this process.
   *
   * @param live whether output goes to a real terminal, which Java itself cannot tell
   */
  static Terminal ofProcess(boolean live) {
    return new Terminal(System.out, live, live && System.getenv("NO_COLOR") == null);
  }

  boolean isLive() {
    return live;
  }

  /** A line that stays. */
  void line(String text) {
    lock.lock();
    try {
      if (!status.isEmpty()) {
        out.print(CLEAR_LINE);
      }
      out.println(text.isEmpty() ? "" : INDENT + text);
      if (!status.isEmpty()) {
        out.print(INDENT + status);
      }
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  /** The line that changes in place; empty for none. Not shown where that cannot be. */
  void status(String text) {
    if (!live) {
      return;
    }
    lock.lock();
    try {
      if (!text.equals(status)) {
        status = text;
        out.print(CLEAR_LINE + (text.isEmpty() ? "" : INDENT + text));
        out.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  String styled(Style style, String text) {
    return coloured && style != Style.PLAIN
        ? "\u001b[" + style.code + "m" + text + "\u001b[0m"
        : text;
  }

  /** One of several facts under each other. */
  void fact(String name, String value) {
    line(styled(Style.DIM, "%-12s".formatted(name)) + value);
  }
}
