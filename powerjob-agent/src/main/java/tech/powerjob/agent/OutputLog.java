package tech.powerjob.agent;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/** Writes the program's log to standard output, one line per event, as containers want it. */
final class OutputLog extends Handler {
  private static final class Lines extends Formatter {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord line) {
      var trace = new StringWriter();
      if (line.getThrown() != null) {
        line.getThrown().printStackTrace(new PrintWriter(trace));
      }
      return "%s %-7s [%s] %s%n%s"
          .formatted(
              TIME.format(line.getInstant()),
              line.getLevel().getName(),
              line.getLoggerName(),
              formatMessage(line),
              trace);
    }
  }

  private final PrintStream out;

  private OutputLog(PrintStream out) {
    this.out = out;
    setFormatter(new Lines());
  }

  /** Takes the place of all other handlers, unless logging was configured for this process. */
  static void install() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    LogManager.getLogManager().reset();
    LogManager.getLogManager().getLogger("").addHandler(new OutputLog(System.out));
  }

  @Override
  public void publish(LogRecord line) {
    if (isLoggable(line)) {
      out.print(getFormatter().format(line));
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
