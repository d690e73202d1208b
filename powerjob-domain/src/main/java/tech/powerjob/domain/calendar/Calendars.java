package tech.powerjob.domain.calendar;

import java.util.Optional;

/** Finds calendars by name. */
@FunctionalInterface
public interface Calendars {
  /** No calendars at all. */
  Calendars NONE = (appId, name) -> Optional.empty();

  /** The application's calendar of that name, or else the global one. */
  Optional<HolidayCalendar> find(long appId, String name);
}
