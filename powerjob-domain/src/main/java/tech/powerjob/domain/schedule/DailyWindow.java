package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a DAILY_TIME_INTERVAL expression says.
 *
 * @param interval distance of two instants, at least a millisecond
 * @param start first time of day
 * @param end last time of day, not before the first
 * @param daysOfWeek 1 is Monday; empty for every day
 */
public record DailyWindow(
    Duration interval, LocalTime start, LocalTime end, Set<Integer> daysOfWeek) {
  public DailyWindow {
    daysOfWeek = Set.copyOf(daysOfWeek);
  }

  /** The fields of the expression as they are written, {@code null} where they are missing. */
  public record Fields(
      Long interval,
      String startTimeOfDay,
      String endTimeOfDay,
      TimeUnit intervalUnit,
      Set<Integer> daysOfWeek) {}

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException naming the field and the rule
   */
  public static DailyWindow of(Fields fields) {
    require("interval", fields.interval());
    require("startTimeOfDay", fields.startTimeOfDay());
    require("endTimeOfDay", fields.endTimeOfDay());
    var unit = fields.intervalUnit() == null ? TimeUnit.SECONDS : fields.intervalUnit();
    long millis = unit.toMillis(fields.interval());
    if (millis < 1_000 || millis > TimeUnit.DAYS.toMillis(366)) {
      throw new IllegalArgumentException(
          "interval is %d %s but must be from 1 second to 366 days"
              .formatted(fields.interval(), unit));
    }
    var start = time(fields.startTimeOfDay());
    var end = time(fields.endTimeOfDay());
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("endTime should after startTime!");
    }
    Set<Integer> days = fields.daysOfWeek() == null ? Set.of() : fields.daysOfWeek();
    for (var day : days) {
      if (day == null || day < 1 || day > 7) {
        throw new IllegalArgumentException(
            "daysOfWeek contains %s but must contain numbers from 1, Monday, to 7".formatted(day));
      }
    }
    return new DailyWindow(Duration.ofMillis(millis), start, end, days);
  }

  private static void require(String field, Object value) {
    if (value == null || value instanceof String text && text.isBlank()) {
      throw new IllegalArgumentException(
          field + " can't be null or empty in DailyTimeIntervalExpress");
    }
  }

  private static LocalTime time(String text) {
    var parts = text.trim().split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("invalid TimeOfDay, make pattern like 15:30:10");
    }
    return LocalTime.of(
        number(parts[0], "Hour", 23),
        number(parts[1], "Minute", 59),
        number(parts[2], "Second", 59));
  }

  private static int number(String text, String what, int max) {
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= 0 && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below says it better.
    }
    throw new IllegalArgumentException("%s must be from 0 to %d".formatted(what, max));
  }
}
