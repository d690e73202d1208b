package tech.powerjob.web.page.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90 s}, {@code 1500}, {@code 5 min}. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\s*(ms|s|min|m|h|d)?");
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", 86_400_000L);
    UNITS.put("h", 3_600_000L);
    UNITS.put("min", 60_000L);
    UNITS.put("s", 1_000L);
    UNITS.put("ms", 1L);
  }

  private Durations() {}

  /** Milliseconds in the largest unit in which they are a whole number; another text as it is. */
  static String write(String millis) {
    if (millis == null || !millis.trim().matches("[0-9]{1,18}")) {
      return millis;
    }
    long value = Long.parseLong(millis.trim());
    if (value == 0) {
      return "0";
    }
    var unit =
        UNITS.entrySet().stream()
            .filter(each -> value % each.getValue() == 0)
            .findFirst()
            .orElseThrow();
    return value / unit.getValue() + " " + unit.getKey();
  }

  /**
   * Milliseconds; a number without a unit is in milliseconds.
   *
   * @throws IllegalArgumentException naming the field, the value and the rule
   */
  static long read(String field, String text) {
    var form = FORM.matcher(text.trim());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a duration such as 1500 ms, 90 s, 5 min, 2 h or 1 d"
              .formatted(field, text));
    }
    var unit = form.group(2) == null ? "ms" : form.group(2).equals("m") ? "min" : form.group(2);
    return Long.parseLong(form.group(1)) * UNITS.get(unit);
  }
}
