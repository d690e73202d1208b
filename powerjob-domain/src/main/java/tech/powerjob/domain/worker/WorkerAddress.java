package tech.powerjob.domain.worker;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a worker that speaks HTTP is called: an IP address and a port. A name is no address: what
 * it means could change after it was checked.
 *
 * @param ip literal
 */
public record WorkerAddress(InetAddress ip, int port) {
  /** Reads {@code 10.0.0.1:27777} or {@code [fd00::1]:27777}; empty if the text is neither. */
  public static Optional<WorkerAddress> parse(String text) {
    int colon = text == null ? -1 : text.lastIndexOf(':');
    if (colon <= 0) {
      return Optional.empty();
    }
    var host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.indexOf(':') >= 0 && !bracketed) {
      return Optional.empty();
    }
    return port(text.substring(colon + 1))
        .flatMap(
            port ->
                NetworkRanges.literal(bracketed ? host.substring(1, host.length() - 1) : host)
                    .map(ip -> new WorkerAddress(ip, port)));
  }

  private static Optional<Integer> port(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535 ? Optional.of(port) : Optional.empty();
  }
}
