package tech.powerjob.domain.calendar;

import java.time.LocalDate;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A named set of days. Immutable and thread-safe. */
public final class HolidayCalendar {
  /** Most days that a calendar may have. */
  public static final int MOST_DAYS = 10_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final String name;
  private final NavigableSet<LocalDate> days;

  /**
   * A calendar of these days.
   *
   * @throws IllegalArgumentException if the name breaks its rule or there are too many days
   */
  public HolidayCalendar(String name, Collection<LocalDate> days) {
    checkName("name", name);
    this.name = name;
    this.days = new TreeSet<>(days);
    if (this.days.size() > MOST_DAYS) {
      throw new IllegalArgumentException(
          "calendar '%s' has %d days but may have at most %d"
              .formatted(name, this.days.size(), MOST_DAYS));
    }
  }

  /**
   * Checks the name of a calendar.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static void checkName(String field, String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          ("%s is '%s' but must have 1 to 64 letters, digits, hyphens and underscores,"
                  + " the first a letter or digit")
              .formatted(field, name));
    }
  }

  public String name() {
    return name;
  }

  public boolean contains(LocalDate day) {
    return days.contains(day);
  }

  /** The days, ascending. */
  public NavigableSet<LocalDate> days() {
    return new TreeSet<>(days);
  }
}
