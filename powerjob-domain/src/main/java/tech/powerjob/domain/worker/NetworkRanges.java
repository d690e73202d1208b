package tech.powerjob.domain.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Ranges of IP addresses, as {@code 10.1.0.0/16} or {@code fd00::/8}; a single address is a range
 * too. Immutable and thread-safe.
 */
public final class NetworkRanges {
  /** No address at all. */
  public static final NetworkRanges NONE = new NetworkRanges(List.of());

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
  private static final int MOST = 50;

  private record Range(byte[] network, int bits, String text) {
    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      return Arrays.equals(address, 0, whole, network, 0, whole)
          && (rest == 0 || ((address[whole] ^ network[whole]) & (0xFF << (8 - rest)) & 0xFF) == 0);
    }
  }

  private final List<Range> ranges;

  private NetworkRanges(List<Range> ranges) {
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Reads ranges with commas or white space between; {@code null} and blank mean none.
   *
   * @throws IllegalArgumentException naming the range that is none
   */
  public static NetworkRanges parse(String text) {
    return text == null || text.isBlank()
        ? NONE
        : of(Arrays.stream(text.split("[,\\s]+")).filter(part -> !part.isEmpty()).toList());
  }

  /**
   * Reads ranges.
   *
   * @throws IllegalArgumentException naming the range that is none
   */
  public static NetworkRanges of(List<String> texts) {
    var unique = new LinkedHashSet<>(texts);
    if (unique.size() > MOST) {
      throw new IllegalArgumentException(
          "networks has %d ranges but may have %d".formatted(unique.size(), MOST));
    }
    var ranges = new ArrayList<Range>();
    for (var text : unique) {
      ranges.add(
          range(text)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "networks has '%s' but each must be like 10.1.0.0/16, fd00::/8 or one address"
                              .formatted(text))));
    }
    return new NetworkRanges(ranges);
  }

  private static Optional<Range> range(String text) {
    if (text == null) {
      return Optional.empty();
    }
    var trimmed = text.trim();
    int slash = trimmed.indexOf('/');
    return literal(slash < 0 ? trimmed : trimmed.substring(0, slash))
        .map(InetAddress::getAddress)
        .flatMap(
            network ->
                (slash < 0
                        ? Optional.of(network.length * 8)
                        : bits(trimmed.substring(slash + 1), network.length * 8))
                    .map(bits -> new Range(network, bits, trimmed)));
  }

  private static Optional<Integer> bits(String text, int most) {
    if (!text.matches("\\d{1,3}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(text);
    return bits <= most ? Optional.of(bits) : Optional.empty();
  }

  /** The address that a literal means, without asking anybody; empty if it is none. */
  static Optional<InetAddress> literal(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether the address lies in one of the ranges. */
  public boolean contains(InetAddress address) {
    var bytes = address.getAddress();
    return ranges.stream().anyMatch(range -> range.contains(bytes));
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The ranges as they were given. */
  public List<String> list() {
    return ranges.stream().map(Range::text).toList();
  }

  /** In the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return ranges.stream().map(Range::text).collect(Collectors.joining(","));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkRanges that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
