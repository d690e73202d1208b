package tech.powerjob.server.schedule;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import biweekly.util.ICalDate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import java.util.TreeSet;
import tech.powerjob.domain.calendar.HolidayCalendar;

/** Days of calendars, from what people write. */
final class CalendarText {
  /** Recurring events are followed so far into the past and into the future. */
  static final int YEARS_BACK = 1;

  static final int YEARS_AHEAD = 10;

  private static final int LONGEST_EVENT = 366;
  private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

  private CalendarText() {}

  /**
   * Days from ISO dates and ranges such as {@code 2026-12-24/2026-12-31}, both ends included.
   *
   * @throws IllegalArgumentException naming the entry and the rule
   */
  static Collection<LocalDate> dates(List<String> entries) {
    var days = new TreeSet<LocalDate>();
    for (int i = 0; i < entries.size(); i++) {
      var field = "dates[%d]".formatted(i);
      var entry = entries.get(i) == null ? "" : entries.get(i).trim();
      int slash = entry.indexOf('/');
      var first = date(field, slash < 0 ? entry : entry.substring(0, slash));
      var last = slash < 0 ? first : date(field, entry.substring(slash + 1));
      if (last.isBefore(first)) {
        throw new IllegalArgumentException(
            "%s is '%s' but must not end before it begins".formatted(field, entry));
      }
      add(days, first, ChronoUnit.DAYS.between(first, last) + 1, field);
    }
    return days;
  }

  private static LocalDate date(String field, String text) {
    try {
      return LocalDate.parse(text.trim());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a date such as 2026-12-24, or two with a slash between"
              .formatted(field, text),
          e);
    }
  }

  /**
   * The days of all-day events, recurring ones within some years around today.
   *
   * @throws IllegalArgumentException if the text is no iCalendar or has no all-day event
   */
  static Collection<LocalDate> iCalendar(String text, LocalDate today) {
    var calendars = Biweekly.parse(text).all();
    if (calendars.isEmpty()) {
      throw new IllegalArgumentException(
          "ical must be an iCalendar text, which begins with BEGIN:VCALENDAR");
    }
    var days = new TreeSet<LocalDate>();
    boolean found = false;
    for (var calendar : calendars) {
      for (var event : calendar.getEvents()) {
        var start = event.getDateStart() == null ? null : event.getDateStart().getValue();
        if (start != null && !start.hasTime()) {
          found = true;
          addEvent(days, event, local(start), today);
        }
      }
    }
    if (!found) {
      throw new IllegalArgumentException(
          "ical has no all-day event, but a calendar is made of them");
    }
    return days;
  }

  private static void addEvent(
      TreeSet<LocalDate> days, VEvent event, LocalDate start, LocalDate today) {
    long length = length(event, start);
    var rule = event.getRecurrenceRule();
    if (rule == null || rule.getValue() == null) {
      add(days, start, length, "ical");
    } else {
      var from = today.minusYears(YEARS_BACK);
      var until = today.plusYears(YEARS_AHEAD);
      // In UTC from end to end, so that no zone moves a date.
      var each = rule.getDateIterator(new ICalDate(midnight(start), false), UTC);
      each.advanceTo(midnight(from.isAfter(start) ? from : start));
      while (each.hasNext()) {
        var day = utc(each.next());
        if (day.isAfter(until)) {
          break;
        }
        add(days, day, length, "ical");
      }
    }
    event
        .getRecurrenceDates()
        .forEach(dates -> dates.getDates().forEach(day -> add(days, local(day), length, "ical")));
    event
        .getExceptionDates()
        .forEach(
            dates ->
                dates
                    .getValues()
                    .forEach(
                        day -> {
                          for (long i = 0; i < length; i++) {
                            days.remove(local(day).plusDays(i));
                          }
                        }));
  }

  private static long length(VEvent event, LocalDate start) {
    if (event.getDateEnd() != null && event.getDateEnd().getValue() != null) {
      // The end of an all-day event is the day after.
      return Math.max(1, ChronoUnit.DAYS.between(start, local(event.getDateEnd().getValue())));
    }
    if (event.getDuration() != null && event.getDuration().getValue() != null) {
      return Math.max(1, event.getDuration().getValue().toMillis() / 86_400_000);
    }
    return 1;
  }

  private static void add(TreeSet<LocalDate> days, LocalDate first, long length, String field) {
    if (length > HolidayCalendar.MOST_DAYS || (field.equals("ical") && length > LONGEST_EVENT)) {
      throw new IllegalArgumentException(
          "%s has %d days in one entry from %s, which is too many".formatted(field, length, first));
    }
    for (long i = 0; i < length; i++) {
      days.add(first.plusDays(i));
    }
    if (days.size() > HolidayCalendar.MOST_DAYS) {
      throw new IllegalArgumentException(
          "%s has more than %d days".formatted(field, HolidayCalendar.MOST_DAYS));
    }
  }

  private static LocalDate local(ICalDate date) {
    var raw = date.getRawComponents();
    return raw == null
        ? LocalDate.ofInstant(date.toInstant(), ZoneId.systemDefault())
        : LocalDate.of(raw.getYear(), raw.getMonth(), raw.getDate());
  }

  private static Date midnight(LocalDate day) {
    return Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private static LocalDate utc(Date date) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(date.getTime()), ZoneOffset.UTC);
  }
}
