package tech.powerjob.wire;

import java.util.List;

/**
 * Worker to servers: log lines, in the order in which they were written. The worker keeps them
 * until a {@link LogsAccepted} comes, and sends them again in order when none does.
 *
 * @param workerId identity of the process
 * @param address address of the worker, shown before each line
 * @param number of this message among those of the worker, from 1; 0 if nobody waits for an answer
 * @param oldest the lowest number that was not accepted when this was sent; all before it are kept
 * @param lines the lines; the same for the same number
 */
public record LogLines(
    String workerId, String address, long number, long oldest, List<LogLine> lines)
    implements WireMessage {
  public LogLines {
    lines = List.copyOf(lines);
  }

  /** Lines that are sent once. */
  public LogLines(String workerId, String address, List<LogLine> lines) {
    this(workerId, address, 0, 0, lines);
  }
}
