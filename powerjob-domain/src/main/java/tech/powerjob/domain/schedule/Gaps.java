package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Optional;
import tech.powerjob.domain.schedule.Schedule.Passed;

/** Goes over the instants of a schedule that is no arithmetic sequence. */
final class Gaps {
  /** So many instants are counted one by one; what goes beyond is not worth the time. */
  static final int MOST_COUNTED = 1_000;

  private Gaps() {}

  /** As {@link Schedule#pass}, for a schedule whose instants do not follow from each other. */
  static Passed pass(Schedule schedule, Instant due, Instant end) {
    var last = due;
    for (int count = 1; count <= MOST_COUNTED; count++) {
      var next = schedule.next(last);
      if (next.isEmpty() || !next.get().isBefore(end)) {
        return new Passed(count, last, next);
      }
      last = next.get();
    }
    return new Passed(Passed.UNKNOWN, lastBefore(schedule, last, end), schedule.from(end));
  }

  /** The last instant before the end, found by halving the time in which it lies. */
  private static Instant lastBefore(Schedule schedule, Instant due, Instant end) {
    long low = due.toEpochMilli(); // the instant after this one is before the end, or this is last
    long high = end.toEpochMilli(); // the instant after this one is not
    var last = due;
    while (low + 1 < high) {
      long middle = low + (high - low) / 2;
      Optional<Instant> next = schedule.next(Instant.ofEpochMilli(middle));
      if (next.isPresent() && next.get().isBefore(end)) {
        last = next.get();
        low = last.toEpochMilli();
      } else {
        high = middle;
      }
    }
    return last;
  }
}
