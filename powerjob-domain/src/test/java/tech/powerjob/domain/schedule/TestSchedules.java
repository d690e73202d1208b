package tech.powerjob.domain.schedule;

import java.time.ZoneId;
import java.time.ZoneOffset;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.domain.calendar.Calendars;

/** Schedules without a server. */
final class TestSchedules {
  static final Schedules UTC = in(ZoneOffset.UTC);

  private TestSchedules() {}

  static Schedules in(ZoneId zone) {
    return new Schedules(
        zone,
        text -> {
          throw new IllegalArgumentException("no JSON here");
        },
        Calendars.NONE);
  }

  static Schedule parse(
      TimeExpressionType type, String expression, LifeCycle lifeCycle, ZoneId zone) {
    return in(zone).of(new Schedules.Definition(7, type, expression, lifeCycle, new JobOptions()));
  }
}
