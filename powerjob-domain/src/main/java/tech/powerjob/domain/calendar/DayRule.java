package tech.powerjob.domain.calendar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * On which days a schedule may fire: those in one of the included calendars, if there are any, and
 * in none of the excluded ones.
 */
public record DayRule(List<HolidayCalendar> included, List<HolidayCalendar> excluded) {
  public DayRule {
    included = List.copyOf(included);
    excluded = List.copyOf(excluded);
  }

  /**
   * The rule that a job's options name.
   *
   * @param included names, {@code null} for none
   * @param excluded names, {@code null} for none
   * @throws IllegalArgumentException if there is no such calendar
   */
  public static DayRule of(
      long appId, List<String> included, List<String> excluded, Calendars calendars) {
    return new DayRule(
        find(appId, "options.includeCalendars", included, calendars),
        find(appId, "options.excludeCalendars", excluded, calendars));
  }

  private static List<HolidayCalendar> find(
      long appId, String field, List<String> names, Calendars calendars) {
    var found = new ArrayList<HolidayCalendar>();
    for (var name : names == null ? List.<String>of() : names) {
      found.add(
          calendars
              .find(appId, name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s names '%s' but there is no such calendar".formatted(field, name))));
    }
    return found;
  }

  /** Whether every day is allowed. */
  public boolean isEmpty() {
    return included.isEmpty() && excluded.isEmpty();
  }

  /** Why a day is not allowed; empty when it is. */
  public Optional<String> objection(LocalDate day) {
    for (var calendar : excluded) {
      if (calendar.contains(day)) {
        return Optional.of("%s is in the excluded calendar '%s'".formatted(day, calendar.name()));
      }
    }
    if (!included.isEmpty() && included.stream().noneMatch(each -> each.contains(day))) {
      return Optional.of(
          "%s is not in an included calendar (%s)"
              .formatted(
                  day,
                  included.stream().map(HolidayCalendar::name).collect(Collectors.joining(", "))));
    }
    return Optional.empty();
  }
}
