package tech.powerjob.domain.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A CRON expression of six or seven fields: second, minute, hour, day of month, month, day of week
 * (1 is Sunday) and optionally year. When both day fields are restricted a day must match both.
 */
final class CronSchedule implements Schedule {
  private static final CronDefinition DEFINITION =
      CronDefinitionBuilder.defineCron()
          .withSeconds()
          .withValidRange(0, 59)
          .and()
          .withMinutes()
          .withValidRange(0, 59)
          .and()
          .withHours()
          .withValidRange(0, 23)
          .and()
          .withDayOfMonth()
          .withValidRange(1, 31)
          .supportsL()
          .supportsW()
          .supportsLW()
          .supportsQuestionMark()
          .and()
          .withMonth()
          .withValidRange(1, 12)
          .and()
          .withDayOfWeek()
          .withValidRange(1, 7)
          .withMondayDoWValue(2)
          .supportsHash()
          .supportsL()
          .supportsQuestionMark()
          .and()
          .withYear()
          .withValidRange(1970, 2099)
          .optional()
          .and()
          .matchDayOfWeekAndDayOfMonth()
          .instance();

  /** Parsed expressions. Parsing costs a hundred times more than asking for the next instant. */
  private static final Map<String, ExecutionTime> PARSED = new ConcurrentHashMap<>();

  private static final int MAX_PARSED = 10_000;

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronSchedule(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  static CronSchedule parse(String expression, ZoneId zone) {
    if (expression == null || expression.isBlank()) {
      throw new IllegalArgumentException(
          "timeExpression is empty but a CRON job needs an expression of 6 or 7 fields");
    }
    var key = expression.trim();
    var times = PARSED.get(key);
    if (times == null) {
      times = ExecutionTime.forCron(new CronParser(DEFINITION).parse(key).validate());
      if (PARSED.size() >= MAX_PARSED) {
        PARSED.clear();
      }
      PARSED.put(key, times);
    }
    return new CronSchedule(times, zone);
  }

  @Override
  public Optional<Instant> next(Instant after) {
    // The library carries fractions of a second over into its answer.
    var whole = after.truncatedTo(ChronoUnit.SECONDS).atZone(zone);
    return times.nextExecution(whole).map(ZonedDateTime::toInstant);
  }
}
