package tech.powerjob.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One line per event: time, level, logger, message; then, if wanted, the stack trace. */
public final class LineFormatter extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final boolean stackTraces;

  LineFormatter(boolean stackTraces) {
    this.stackTraces = stackTraces;
  }

  @Override
  public String format(LogRecord line) {
    return "%s %-7s [%s] %s%n%s"
        .formatted(
            TIME.format(line.getInstant()),
            line.getLevel().getName(),
            line.getLoggerName(),
            formatMessage(line),
            stackTrace(line));
  }

  private String stackTrace(LogRecord line) {
    if (line.getThrown() == null) {
      return "";
    }
    if (!stackTraces) {
      return "    %s%n".formatted(line.getThrown());
    }
    var text = new StringWriter();
    line.getThrown().printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
