package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LifeCycle;

/** The instants at which a job is due. Immutable and thread-safe. */
public sealed interface Schedule permits CronSchedule, UntimedSchedule, BoundedSchedule {
  /** The first due instant strictly after the given one; empty when there is none any more. */
  Optional<Instant> next(Instant after);

  /**
   * Reads a schedule from a job's definition.
   *
   * @param lifeCycle the time in which the schedule fires, {@code null} for always
   * @param zone zone in which fields of a CRON expression are meant
   * @throws IllegalArgumentException if the expression is not valid for its type, or the type is
   *     one that this server cannot schedule
   */
  static Schedule parse(
      TimeExpressionType type, String expression, LifeCycle lifeCycle, ZoneId zone) {
    return BoundedSchedule.within(lifeCycle, parse(type, expression, zone));
  }

  private static Schedule parse(TimeExpressionType type, String expression, ZoneId zone) {
    return switch (type) {
      case API, WORKFLOW -> UntimedSchedule.INSTANCE;
      case CRON -> CronSchedule.parse(expression, zone);
      case FIXED_RATE, FIXED_DELAY, DAILY_TIME_INTERVAL ->
          throw new IllegalArgumentException(
              "timeExpressionType is %s but this server schedules API, CRON and WORKFLOW jobs only"
                  .formatted(type));
    };
  }
}
