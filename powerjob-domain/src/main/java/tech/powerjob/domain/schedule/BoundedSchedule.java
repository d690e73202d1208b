package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Optional;
import tech.powerjob.common.model.LifeCycle;

/**
 * A schedule that fires only from {@code start} to {@code end}, both included.
 *
 * @param start first allowed instant, {@code null} for no bound
 * @param end last allowed instant, {@code null} for no bound
 */
record BoundedSchedule(Schedule schedule, Instant start, Instant end) implements Schedule {

  static Schedule within(LifeCycle lifeCycle, Schedule schedule) {
    if (lifeCycle == null || (lifeCycle.getStart() == null && lifeCycle.getEnd() == null)) {
      return schedule;
    }
    return new BoundedSchedule(
        schedule, instant(lifeCycle.getStart()), instant(lifeCycle.getEnd()));
  }

  private static Instant instant(Long epochMillis) {
    return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis);
  }

  @Override
  public Optional<Instant> next(Instant after) {
    var from = start != null && after.isBefore(start) ? start.minusMillis(1) : after;
    return schedule.next(from).filter(due -> end == null || !due.isAfter(end));
  }
}
