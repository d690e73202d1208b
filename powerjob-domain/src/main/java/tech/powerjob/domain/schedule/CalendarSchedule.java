package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import tech.powerjob.domain.calendar.DayRule;

/** A schedule without the days that calendars leave out; days are those of the schedule's zone. */
record CalendarSchedule(Schedule schedule, DayRule rule, ZoneId zone) implements Schedule {
  /** So many days in a row may be left out before the schedule counts as ended: ten years. */
  private static final int MOST_DAYS = 3_660;

  static Schedule of(Schedule schedule, DayRule rule, ZoneId zone) {
    return rule.isEmpty() ? schedule : new CalendarSchedule(schedule, rule, zone);
  }

  @Override
  public Optional<Instant> next(Instant after) {
    return allowed(schedule.next(after));
  }

  @Override
  public Optional<Instant> from(Instant start) {
    return allowed(schedule.from(start));
  }

  @Override
  public Optional<Instant> begin(Instant now) {
    return allowed(schedule.begin(now));
  }

  @Override
  public Passed pass(Instant due, Instant end) {
    long count = 0;
    var last = due;
    Optional<Instant> next = Optional.of(due);
    while (next.isPresent() && next.get().isBefore(end)) {
      var midnight = endOfDay(next.get());
      var passed = schedule.pass(next.get(), midnight.isBefore(end) ? midnight : end);
      count =
          count == Passed.UNKNOWN || passed.count() == Passed.UNKNOWN
              ? Passed.UNKNOWN
              : count + passed.count();
      last = passed.last();
      next = allowed(passed.next());
    }
    return new Passed(count, last, next);
  }

  @Override
  public boolean allows(Instant due) {
    return rule.objection(due.atZone(zone).toLocalDate()).isEmpty();
  }

  @Override
  public boolean isRelative() {
    return schedule.isRelative();
  }

  @Override
  public boolean awaitsEnd() {
    return schedule.awaitsEnd();
  }

  private Optional<Instant> allowed(Optional<Instant> due) {
    for (int i = 0; i < MOST_DAYS && due.isPresent(); i++) {
      var day = due.get().atZone(zone).toLocalDate();
      if (rule.objection(day).isEmpty()) {
        return due;
      }
      // Relative schedules keep their grid over the days that are left out.
      due =
          schedule.isRelative()
              ? schedule.pass(due.get(), endOfDay(due.get())).next()
              : schedule.from(endOfDay(due.get()));
    }
    return Optional.empty();
  }

  private Instant endOfDay(Instant instant) {
    return instant.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
  }
}
