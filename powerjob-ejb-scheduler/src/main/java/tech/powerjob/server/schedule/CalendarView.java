package tech.powerjob.server.schedule;

import java.time.LocalDate;
import java.util.List;

/**
 * A calendar as callers see it.
 *
 * @param global whether it is everybody's
 * @param dates its days, ISO dates, ascending
 */
public record CalendarView(String name, boolean global, List<String> dates) {
  static CalendarView of(StoredCalendars.Owned owned) {
    return new CalendarView(
        owned.calendar().name(),
        owned.appId() == StoredCalendars.EVERYBODY,
        owned.calendar().days().stream().map(LocalDate::toString).toList());
  }
}
