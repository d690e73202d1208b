package tech.powerjob.domain.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Function;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.calendar.Calendars;
import tech.powerjob.domain.calendar.DayRule;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.workflow.Workflow;

/**
 * Makes schedules of definitions. Thread-safe.
 *
 * @param zone zone of jobs that name none
 * @param daily reads the JSON text of a DAILY_TIME_INTERVAL expression; throws {@link
 *     IllegalArgumentException} if it is none
 * @param calendars where calendars are found
 */
public record Schedules(
    ZoneId zone, Function<String, DailyWindow.Fields> daily, Calendars calendars) {
  /** Shortest distance of two firings of a FIXED_RATE job. */
  public static final Duration SHORTEST_RATE = Duration.ofMillis(50);

  /**
   * What a schedule is made of.
   *
   * @param appId the application, whose calendars come before global ones
   * @param lifeCycle the time in which the schedule fires, {@code null} for always
   */
  public record Definition(
      long appId,
      TimeExpressionType type,
      String expression,
      LifeCycle lifeCycle,
      JobOptions options) {
    public static Definition of(Job job) {
      return new Definition(
          job.getAppId(),
          job.getTimeExpressionType(),
          job.getTimeExpression(),
          job.getLifeCycle(),
          job.getOptions());
    }

    public static Definition of(Workflow workflow) {
      return new Definition(
          workflow.getAppId(),
          workflow.getTimeExpressionType(),
          workflow.getTimeExpression(),
          workflow.getLifeCycle(),
          of(workflow.getOptions()));
    }

    /** What the options of a workflow say about its schedule. */
    public static JobOptions of(WorkflowOptions options) {
      return new JobOptions().setTimeZone(options.getTimeZone()).setMisfire(options.getMisfire());
    }
  }

  /**
   * The schedule of a job.
   *
   * @throws IllegalArgumentException if its definition is not valid
   */
  public Schedule of(Job job) {
    return of(Definition.of(job));
  }

  /**
   * The schedule of a definition.
   *
   * @throws IllegalArgumentException if it is not valid
   */
  public Schedule of(Definition definition) {
    var zone = zone(definition.options());
    return BoundedSchedule.within(
        definition.lifeCycle(),
        CalendarSchedule.of(
            parse(definition.type(), definition.expression(), zone), rule(definition), zone));
  }

  /** The schedule without what calendars leave out. */
  public Schedule withoutCalendars(Definition definition) {
    return BoundedSchedule.within(
        definition.lifeCycle(),
        parse(definition.type(), definition.expression(), zone(definition.options())));
  }

  /** The days on which a definition lets its schedule fire. */
  public DayRule rule(Definition definition) {
    var options = definition.options();
    return DayRule.of(
        definition.appId(),
        options.getIncludeCalendars(),
        options.getExcludeCalendars(),
        calendars);
  }

  /**
   * The zone in which a schedule is meant.
   *
   * @throws IllegalArgumentException if the options name one that does not exist
   */
  public ZoneId zone(JobOptions options) {
    var name = options.getTimeZone();
    if (name == null || name.isBlank()) {
      return zone;
    }
    try {
      return ZoneId.of(name.trim());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "options.timeZone is '%s' but must be the IANA name of a zone, such as Europe/Berlin"
              .formatted(name),
          e);
    }
  }

  private Schedule parse(TimeExpressionType type, String expression, ZoneId zone) {
    return switch (type) {
      case API, WORKFLOW -> UntimedSchedule.INSTANCE;
      case CRON -> CronSchedule.parse(expression, zone);
      case DAILY_TIME_INTERVAL -> new DailySchedule(DailyWindow.of(daily.apply(expression)), zone);
      case FIXED_RATE -> {
        var interval = millis(expression, "rate");
        if (interval.compareTo(SHORTEST_RATE) < 0) {
          throw new IllegalArgumentException(
              "timeExpression is %s but the rate must be at least %d ms"
                  .formatted(expression.trim(), SHORTEST_RATE.toMillis()));
        }
        yield new FixedRateSchedule(interval);
      }
      case FIXED_DELAY -> new FixedDelaySchedule(millis(expression, "delay"));
    };
  }

  private static Duration millis(String expression, String what) {
    long millis;
    try {
      millis = Long.parseLong(expression == null ? "" : expression.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("invalid timeExpression!", e);
    }
    if (millis <= 0) {
      throw new IllegalArgumentException("the %s must be greater than 0 ms".formatted(what));
    }
    return Duration.ofMillis(millis);
  }

  /**
   * Refuses a second-level interval that is longer than the server allows. Asked only when a job is
   * saved, so that a lower bound does not end jobs that were saved before.
   *
   * @param max longest interval in milliseconds
   * @throws IllegalArgumentException naming the bound
   */
  public static void checkInterval(TimeExpressionType type, String expression, long max) {
    boolean rate = type == TimeExpressionType.FIXED_RATE;
    if (!rate && type != TimeExpressionType.FIXED_DELAY) {
      return;
    }
    var what = rate ? "rate" : "delay";
    if (millis(expression, what).toMillis() > max) {
      throw new IllegalArgumentException("the %s must be less than %dms".formatted(what, max));
    }
  }
}
