package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Due in equal distances within a window of each day; the first instant of a day is the start of
 * its window. Distances are elapsed time; where clocks change, a start that does not exist is the
 * first instant after the gap, and one that exists twice is the first of both.
 */
record DailySchedule(DailyWindow window, ZoneId zone) implements Schedule {
  /** Longer than any week has days, so that a day of the week is found. */
  private static final int DAYS_TO_LOOK = 8;

  @Override
  public Optional<Instant> next(Instant after) {
    return from(after.plus(window.interval()));
  }

  @Override
  public Optional<Instant> begin(Instant now) {
    return next(now.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The instant itself if it is in the window, or else the next start of a window. */
  @Override
  public Optional<Instant> from(Instant start) {
    var day = start.atZone(zone).toLocalDate();
    for (int i = 0; i < DAYS_TO_LOOK; i++, day = day.plusDays(1)) {
      if (!isAllowed(day)) {
        continue;
      }
      var opens = at(day, window.start());
      if (!start.isAfter(opens)) {
        return Optional.of(opens);
      }
      if (!start.isAfter(closes(day))) {
        return Optional.of(start);
      }
    }
    return Optional.empty();
  }

  /** In steps of a day: within one, instants are an arithmetic sequence. */
  @Override
  public Passed pass(Instant due, Instant end) {
    long count = 0;
    var last = due;
    Optional<Instant> next = Optional.of(due);
    while (next.isPresent() && next.get().isBefore(end)) {
      var first = next.get();
      var closes = closes(first.atZone(zone).toLocalDate());
      var until = closes.isBefore(end) ? closes : end.minusMillis(1);
      long more =
          until.isBefore(first)
              ? 0
              : Duration.between(first, until).toMillis() / window.interval().toMillis();
      last = first.plus(window.interval().multipliedBy(more));
      count += more + 1;
      next = next(last);
    }
    return new Passed(count, last, next);
  }

  @Override
  public boolean isRelative() {
    return true;
  }

  private boolean isAllowed(LocalDate day) {
    return window.daysOfWeek().isEmpty()
        || window.daysOfWeek().contains(day.getDayOfWeek().getValue());
  }

  private Instant closes(LocalDate day) {
    var closes = day.atTime(window.end());
    var change = zone.getRules().getTransition(closes);
    return change != null && change.isOverlap()
        ? closes.toInstant(change.getOffsetAfter())
        : at(day, window.end());
  }

  private Instant at(LocalDate day, LocalTime time) {
    var local = day.atTime(time);
    var change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.toInstant(zone.getRules().getOffset(local));
  }
}
