package tech.powerjob.wire;

import java.util.List;

/**
 * Worker to servers: log lines, in the order in which they were written.
 *
 * @param workerId identity of the process
 * @param address address of the worker, shown before each line
 * @param lines the lines
 */
public record LogLines(String workerId, String address, List<LogLine> lines)
    implements WireMessage {
  public LogLines {
    lines = List.copyOf(lines);
  }
}
