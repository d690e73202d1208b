package tech.powerjob.official.processors.impl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which HTTP status codes count as success: one or a list of codes ({@code 200}), ranges ({@code
 * "200-204"}) and classes ({@code "2xx"}); as text, with commas between.
 */
final class StatusCodes {
  /** PowerJob's. */
  static final StatusCodes DEFAULT = new StatusCodes(List.of(new Range(200, 200)));

  private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:\\s*-\\s*([1-5]\\d\\d))?");
  private static final Pattern CLASS = Pattern.compile("([1-5])xx");

  private record Range(int first, int last) {}

  private final List<Range> ranges;

  private StatusCodes(List<Range> ranges) {
    this.ranges = ranges;
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming what cannot be read
   */
  static StatusCodes of(JsonNode json) {
    List<Range> ranges = new ArrayList<>();
    for (var each : json.isArray() ? json : List.of(json)) {
      for (var text : each.asText().split(",")) {
        ranges.add(range(text.trim().toLowerCase(Locale.ROOT)));
      }
    }
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("successCodes is empty: no answer could be a success");
    }
    return new StatusCodes(ranges);
  }

  private static Range range(String text) {
    var hundred = CLASS.matcher(text);
    if (hundred.matches()) {
      int first = Integer.parseInt(hundred.group(1)) * 100;
      return new Range(first, first + 99);
    }
    var range = RANGE.matcher(text);
    if (range.matches()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first <= last) {
        return new Range(first, last);
      }
    }
    throw new IllegalArgumentException(
        "successCodes holds '%s' but must hold codes as 200, 200-204 or 2xx".formatted(text));
  }

  boolean contain(int code) {
    return ranges.stream().anyMatch(range -> range.first() <= code && code <= range.last());
  }
}
