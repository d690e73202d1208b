package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Optional;

/** The instants at which a job is due. Immutable and thread-safe. */
public sealed interface Schedule
    permits CronSchedule,
        DailySchedule,
        FixedRateSchedule,
        FixedDelaySchedule,
        UntimedSchedule,
        BoundedSchedule,
        CalendarSchedule {
  /**
   * The first due instant strictly after the given one; empty when there is none any more. The
   * instants of a {@linkplain #isRelative() relative} schedule follow from each other, so there it
   * has to be one of them; for a fixed delay it is the end of a run.
   */
  Optional<Instant> next(Instant after);

  /** The first due instant of a schedule whose time begins at the given one, itself included. */
  default Optional<Instant> from(Instant start) {
    return next(start.minusMillis(1));
  }

  /** The first due instant of a job that is saved or enabled now and never was due before. */
  default Optional<Instant> begin(Instant now) {
    return next(now);
  }

  /**
   * The first due instant of a job that is edited or enabled now and was due before.
   *
   * @param last the last instant it was due, or, for a fixed delay, the end of its last run
   */
  default Optional<Instant> resume(Instant last, Instant now) {
    var after = last.isAfter(now) ? last : now;
    if (isRelative()) {
      var next = next(last);
      return next.isEmpty() || next.get().isAfter(after) ? next : begin(after);
    }
    return next(after);
  }

  /**
   * Goes over the instants from a due one, included, to an end, excluded, in much less time than
   * asking for each of them.
   *
   * @param due a due instant before {@code end}
   */
  Passed pass(Instant due, Instant end);

  /** Whether calendars, as they are now, allow an instant that was once computed as due. */
  default boolean allows(Instant due) {
    return true;
  }

  /** Whether each due instant follows from the one before. */
  default boolean isRelative() {
    return false;
  }

  /** Whether the next due instant is known only when the run of the last one has ended. */
  default boolean awaitsEnd() {
    return false;
  }

  /**
   * Due instants that were gone over.
   *
   * @param count how many there are; {@link #UNKNOWN} if they are too many to be counted one by one
   * @param last the last of them
   * @param next the first due instant that is not before the end; empty when there is none any more
   */
  record Passed(long count, Instant last, Optional<Instant> next) {
    /** More than anybody wants to count. */
    static final long UNKNOWN = -1;
  }
}
