package tech.powerjob.server.schedule;

import java.util.List;

/**
 * What a calendar is made of: dates, or an iCalendar text, or both.
 *
 * @param dates ISO dates, and ranges of two with a slash between; {@code null} for none
 * @param ical an iCalendar text whose all-day events count; {@code null} for none
 */
public record SaveCalendar(List<String> dates, String ical) {}
