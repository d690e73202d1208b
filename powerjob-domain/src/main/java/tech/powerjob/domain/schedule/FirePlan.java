package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tech.powerjob.common.model.JobOptions.MisfirePolicy;
import tech.powerjob.domain.schedule.Schedule.Passed;

/**
 * What becomes of the instants of one schedule that fall due: some fire, those that were missed
 * while nobody looked are treated by the misfire policy, and the next one waits. Every instant up
 * to the horizon is in exactly one of these.
 *
 * @param fire instants that get an instance, ascending
 * @param skipped instants that get none, with the reason
 * @param next the first instant that is not yet accounted for
 */
public record FirePlan(List<Instant> fire, List<SkippedFirings> skipped, NextDue next) {
  /**
   * So late an instant has not been missed. The scheduler looks four times a second, so fast
   * schedules would otherwise lose instants whenever they begin.
   */
  private static final Duration PUNCTUAL = Duration.ofSeconds(1);

  /** So many instants that are hardly late may fire at once. */
  private static final int MOST_PUNCTUAL = 1_000;

  public FirePlan {
    fire = List.copyOf(fire);
    skipped = List.copyOf(skipped);
  }

  /** Plans one schedule in the way of PowerJob. */
  static FirePlan of(Schedule schedule, Instant due, Instant now, Instant horizon) {
    return of(schedule, due, now, horizon, MisfireRule.DEFAULT, SkipReason.MISFIRED);
  }

  /**
   * Plans one schedule.
   *
   * @param due the schedule's next trigger time
   * @param now the present; instants before it have been missed
   * @param horizon how far to plan ahead; not before {@code now}
   * @param reason why instants have been missed, if any were
   */
  static FirePlan of(
      Schedule schedule,
      Instant due,
      Instant now,
      Instant horizon,
      MisfireRule rule,
      SkipReason reason) {
    if (!schedule.allows(due)) {
      // Somebody has just changed a calendar; this instant is no longer due.
      return new FirePlan(List.of(), List.of(), NextDue.of(schedule.next(due)));
    }
    if (schedule.awaitsEnd()) {
      // Only one instant is ever known, and without its run there would be no next one.
      return new FirePlan(List.of(due), List.of(), new NextDue.AfterEnd());
    }
    var plan = new Builder(schedule, reason);
    Optional<Instant> next = Optional.of(due);
    if (due.isBefore(now)) {
      next = plan.missed(due, now, rule);
    }
    while (next.isPresent() && !next.get().isAfter(horizon)) {
      plan.fire.add(next.get());
      next = schedule.next(next.get());
    }
    return new FirePlan(plan.fire, plan.skipped, NextDue.of(next));
  }

  private static final class Builder {
    private final Schedule schedule;
    private final SkipReason reason;
    private final List<Instant> fire = new ArrayList<>();
    private final List<SkippedFirings> skipped = new ArrayList<>();

    Builder(Schedule schedule, SkipReason reason) {
      this.schedule = schedule;
      this.reason = reason;
    }

    /** Accounts for everything before the present and returns what is due next. */
    Optional<Instant> missed(Instant due, Instant now, MisfireRule rule) {
      var oldest = rule.oldest(now);
      Optional<Instant> next = Optional.of(due);
      Passed tooOld = null;
      if (due.isBefore(oldest)) {
        tooOld = schedule.pass(due, oldest);
        next = tooOld.next();
      }
      boolean late = next.isPresent() && next.get().isBefore(now);
      if (tooOld != null) {
        boolean covered = late && rule.policy() == MisfirePolicy.FIRE_ONCE;
        skip(due, tooOld, covered ? next : Optional.empty());
      }
      if (!late) {
        return next;
      }
      return switch (rule.policy()) {
        case FIRE_ONCE -> fireOnce(next.get(), now);
        case FIRE_ALL -> fireNewest(next.get(), now, rule.limit());
        case SKIP -> fireNewest(next.get(), now, MOST_PUNCTUAL);
      };
    }

    /** What is hardly late is left to be fired with what comes next. */
    private Optional<Instant> fireOnce(Instant due, Instant now) {
      var punctual = now.minus(PUNCTUAL);
      if (!due.isBefore(punctual)) {
        return Optional.of(due);
      }
      fire.add(due);
      var next = schedule.next(due);
      if (next.isEmpty() || !next.get().isBefore(punctual)) {
        return next;
      }
      var passed = schedule.pass(next.get(), punctual);
      skip(next.get(), passed, Optional.of(due));
      return passed.next();
    }

    private Optional<Instant> fireNewest(Instant due, Instant now, int limit) {
      var newest = new ArrayDeque<Instant>();
      Optional<Instant> next = Optional.empty();
      // Looks back from the present in growing steps, so that a long absence costs little.
      for (var back = Duration.ofSeconds(1); newest.size() < limit; back = back.multipliedBy(2)) {
        var from = now.minus(back);
        boolean all = !from.isAfter(due);
        next = all ? Optional.of(due) : schedule.pass(due, from).next();
        newest.clear();
        while (next.isPresent() && next.get().isBefore(now)) {
          newest.add(next.get());
          if (newest.size() > limit) {
            newest.remove();
          }
          next = schedule.next(next.get());
        }
        if (all) {
          break;
        }
      }
      if (due.isBefore(newest.getFirst())) {
        skip(due, schedule.pass(due, newest.getFirst()), Optional.empty());
      }
      fire.addAll(newest);
      return next;
    }

    private void skip(Instant first, Passed passed, Optional<Instant> coveredBy) {
      var count =
          passed.count() == Passed.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(passed.count());
      skipped.add(new SkippedFirings(first, passed.last(), count, reason, coveredBy));
    }
  }
}
