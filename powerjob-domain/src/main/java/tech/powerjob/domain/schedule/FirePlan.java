package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the instants of one schedule that fall due: some fire, those that were missed
 * while nobody looked are skipped, and the next one waits. Every instant up to the horizon is in
 * exactly one of these.
 *
 * @param fire instants that get an instance, ascending
 * @param skipped instants that get none, with the reason
 * @param next the first instant that is not yet accounted for, empty when the schedule has ended
 */
public record FirePlan(
    List<Instant> fire, Optional<SkippedFirings> skipped, Optional<Instant> next) {
  public FirePlan {
    fire = List.copyOf(fire);
  }

  /**
   * Plans one schedule, in the way of PowerJob: an instant whose time has passed fires once, at
   * once, and further passed instants are dropped. Dropped ones are counted here, so that they can
   * be explained.
   *
   * @param due the schedule's next trigger time
   * @param now the present; instants before it have been missed
   * @param horizon how far to plan ahead; not before {@code now}
   */
  public static FirePlan of(Schedule schedule, Instant due, Instant now, Instant horizon) {
    var fire = new ArrayList<Instant>();
    fire.add(due);
    var next = schedule.next(due);
    Instant firstSkipped = null;
    Instant lastSkipped = null;
    long count = 0;
    while (next.isPresent() && next.get().isBefore(now)) {
      firstSkipped = firstSkipped == null ? next.get() : firstSkipped;
      lastSkipped = next.get();
      count++;
      next = schedule.next(lastSkipped);
    }
    while (next.isPresent() && !next.get().isAfter(horizon)) {
      fire.add(next.get());
      next = schedule.next(next.get());
    }
    return new FirePlan(
        fire,
        count == 0
            ? Optional.empty()
            : Optional.of(new SkippedFirings(firstSkipped, lastSkipped, count, due)),
        next);
  }
}
