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
    return early(after) ? from(start) : allowed(schedule.next(after));
  }

  @Override
  public Optional<Instant> from(Instant from) {
    return allowed(schedule.from(early(from) ? start : from));
  }

  @Override
  public Optional<Instant> begin(Instant now) {
    return early(now) ? from(start) : allowed(schedule.begin(now));
  }

  @Override
  public Passed pass(Instant due, Instant endOfPass) {
    var until = end == null || !endOfPass.isAfter(end) ? endOfPass : end.plusMillis(1);
    var passed = schedule.pass(due, until);
    return new Passed(passed.count(), passed.last(), allowed(passed.next()));
  }

  @Override
  public boolean allows(Instant due) {
    return schedule.allows(due);
  }

  @Override
  public boolean isRelative() {
    return schedule.isRelative();
  }

  @Override
  public boolean awaitsEnd() {
    return schedule.awaitsEnd();
  }

  private boolean early(Instant instant) {
    return start != null && instant.isBefore(start);
  }

  private Optional<Instant> allowed(Optional<Instant> due) {
    return due.filter(instant -> end == null || !instant.isAfter(end));
  }
}
