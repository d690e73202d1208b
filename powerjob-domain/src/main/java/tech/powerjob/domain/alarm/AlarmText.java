package tech.powerjob.domain.alarm;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** The fields of an alarm as people read them. */
public final class AlarmText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private AlarmText() {}

  /**
   * One field per line, {@code name: value}; times, whose names end in {@code Time} or {@code
   * Date}, as such. Fields that are {@code null} are left out.
   *
   * @param fields numbers, texts, and whatever else shows itself well as text
   * @param zone of times
   */
  public static String lines(Map<String, ?> fields, ZoneId zone) {
    return fields.entrySet().stream()
        .filter(field -> field.getValue() != null)
        .map(field -> field.getKey() + ": " + shown(field.getKey(), field.getValue(), zone))
        .collect(Collectors.joining("\r\n"));
  }

  private static String shown(String name, Object value, ZoneId zone) {
    boolean isTime = name.endsWith("Time") || name.endsWith("Date");
    return isTime && value instanceof Number millis
        ? TIME.format(Instant.ofEpochMilli(millis.longValue()).atZone(zone))
        : value.toString();
  }
}
