package tech.powerjob.domain.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A CRON expression of six or seven fields: second, minute, hour, day of month, month, day of week
 * (1 is Sunday) and optionally year. When both day fields are restricted a day must match both.
 *
 * <p>When clocks change: a local time that does not exist counts as the first instant after the
 * gap, and one that exists twice counts once, the first time. An expression for every hour follows
 * the clock instead: it matches local times as they come, so no hour is left out and, where an hour
 * is repeated, none stays silent.
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

  private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0/1", "0-23", "0-23/1");

  /** Parsed expressions. Parsing costs a hundred times more than asking for the next instant. */
  private static final Map<String, ExecutionTime> PARSED = new ConcurrentHashMap<>();

  private static final int MAX_PARSED = 10_000;

  private final ExecutionTime times;
  private final boolean everyHour;
  private final ZoneId zone;

  private CronSchedule(ExecutionTime times, boolean everyHour, ZoneId zone) {
    this.times = times;
    this.everyHour = everyHour;
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
    return new CronSchedule(times, EVERY_HOUR.contains(key.split("\\s+")[2]), zone);
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return everyHour || zone instanceof ZoneOffset ? nextOnClock(after) : nextOnce(after);
  }

  @Override
  public Passed pass(Instant due, Instant end) {
    return Gaps.pass(this, due, end);
  }

  /** Local times as the clock shows them, until it is changed, and then from there. */
  private Optional<Instant> nextOnClock(Instant after) {
    var rules = zone.getRules();
    var from = after;
    var local = LocalDateTime.ofInstant(from, rules.getOffset(from));
    while (true) {
      var offset = rules.getOffset(from);
      var next = nextLocal(local);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      var due = next.get().toInstant(offset);
      var change = rules.isFixedOffset() ? null : rules.nextTransition(from);
      if (change == null || due.isBefore(change.getInstant())) {
        return Optional.of(due);
      }
      from = change.getInstant();
      local = change.getDateTimeAfter().minusSeconds(1);
    }
  }

  /** Each local time once, and also when it does not exist. */
  private Optional<Instant> nextOnce(Instant after) {
    var rules = zone.getRules();
    var offset = rules.getOffset(after);
    var local = LocalDateTime.ofInstant(after, offset);
    var repeated = rules.getTransition(local);
    if (repeated != null && repeated.isOverlap() && repeated.getOffsetAfter().equals(offset)) {
      local = repeated.getDateTimeBefore().minusSeconds(1); // All until then has been.
    }
    while (true) {
      var next = nextLocal(local);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      var change = rules.getTransition(next.get());
      var due =
          change != null && change.isGap()
              ? change.getInstant()
              : next.get().toInstant(rules.getOffset(next.get()));
      if (due.isAfter(after)) {
        return Optional.of(due);
      }
      local = next.get();
    }
  }

  /** The library only sees time without zone, because its own idea of changes differs from ours. */
  private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
    // The library carries fractions of a second over into its answer.
    var whole = after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
    return times.nextExecution(whole).map(next -> next.toLocalDateTime());
  }
}
