package tech.powerjob.quickstart;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tech.powerjob.quickstart.Terminal.Style;

/** Shows ended instances: the first ones with their log, later ones as they fit the terminal. */
final class Report {
  private static final int DETAILED = 3;
  private static final int WIDTH = 110;

  private final Terminal terminal;
  private final DateTimeFormatter time;
  private int succeeded;
  private int failed;

  Report(Terminal terminal, ZoneId zone) {
    this.terminal = terminal;
    time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /** Whether the next instance is shown with its log. */
  boolean isDetailed() {
    return succeeded + failed < DETAILED;
  }

  void show(Ended ended) {
    boolean detailed = isDetailed();
    if (ended.succeeded()) {
      succeeded++;
    } else {
      failed++;
    }
    // On a real terminal the status line counts the rest, so that the console's address stays.
    if (detailed || !terminal.isLive() || !ended.succeeded()) {
      terminal.line(head(ended));
    }
    if (detailed || !ended.succeeded()) {
      ended.log().forEach(line -> terminal.line(terminal.styled(Style.DIM, tail(line))));
    }
    if (!isDetailed()) {
      terminal.status(
          "%s  %d succeeded, %d failed, last %s    Ctrl-C stops"
              .formatted(time.format(ended.at()), succeeded, failed, ended.jobName()));
    }
  }

  private String head(Ended ended) {
    var style = ended.succeeded() ? Style.GOOD : Style.BAD;
    return "%s  %-12s  %s  %s"
        .formatted(
            time.format(ended.at()),
            ended.jobName(),
            terminal.styled(style, "%-8s".formatted(ended.status())),
            shortened(ended.result()));
  }

  private static String tail(String line) {
    return " ".repeat(10) + "| " + shortened(line);
  }

  private static String shortened(String text) {
    var oneLine = text.replaceAll("\\s+", " ").strip();
    return oneLine.length() <= WIDTH ? oneLine : oneLine.substring(0, WIDTH) + "...";
  }
}
