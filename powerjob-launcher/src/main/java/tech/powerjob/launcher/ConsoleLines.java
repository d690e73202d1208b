package tech.powerjob.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Writes to the terminal what an operator should see: our own lines, and the warnings of others.
 * All the rest is in the log file. Thread-safe.
 */
public final class ConsoleLines extends Handler {
  private static final String OURS = "tech.powerjob.";

  /** Not {@link System#out}, which goes to the log file. */
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  public ConsoleLines() {
    setFormatter(new LineFormatter(false));
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    return super.isLoggable(line)
        && (line.getLevel().intValue() >= Level.WARNING.intValue() || isOurs(line));
  }

  private static boolean isOurs(LogRecord line) {
    return line.getLoggerName() != null && line.getLoggerName().startsWith(OURS);
  }

  @Override
  public void publish(LogRecord line) {
    if (isLoggable(line)) {
      out.print(getFormatter().format(line));
      out.flush();
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
