package tech.powerjob.worker.internal.log;

import java.util.List;
import org.slf4j.helpers.MessageFormatter;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.worker.log.OmsLogger;

/** The logger of one run: keeps what reaches its level, and writes it to its sinks. */
final class RunLogger implements OmsLogger {
  /** A place where lines go. Must be thread-safe. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes a line.
     *
     * @param thrown its stack trace belongs to the line; may be {@code null}
     */
    void write(LogLevel level, String text, Throwable thrown);
  }

  private final int level;
  private final List<Sink> sinks;

  RunLogger(int level, List<Sink> sinks) {
    this.level = level;
    this.sinks = List.copyOf(sinks);
  }

  @Override
  public void debug(String messagePattern, Object... args) {
    write(LogLevel.DEBUG, messagePattern, args);
  }

  @Override
  public void info(String messagePattern, Object... args) {
    write(LogLevel.INFO, messagePattern, args);
  }

  @Override
  public void warn(String messagePattern, Object... args) {
    write(LogLevel.WARN, messagePattern, args);
  }

  @Override
  public void error(String messagePattern, Object... args) {
    write(LogLevel.ERROR, messagePattern, args);
  }

  private void write(LogLevel lineLevel, String messagePattern, Object... args) {
    if (lineLevel.getV() < level || sinks.isEmpty()) {
      return;
    }
    var line = MessageFormatter.arrayFormat(messagePattern, args);
    for (var sink : sinks) {
      sink.write(lineLevel, String.valueOf(line.getMessage()), line.getThrowable());
    }
  }
}
