package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.worker.Partitions;

/**
 * Fires schedules: looks a few seconds ahead, records instances for what falls due, and hands them
 * to the release queue, which lets each go at its instant. Several servers may do this for the same
 * job; the ledger lets one of them win.
 */
public final class Scheduler {
  /**
   * How far ahead instances are recorded. Longer forgives slow databases, shorter reacts to edits.
   */
  public static final Duration HORIZON = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final int BATCH = 500;

  private final Jobs jobs;
  private final Ledger ledger;
  private final ReleaseQueue releases;
  private final InstanceIds ids;
  private final Schedules schedules;
  private final Pauses pauses;

  public Scheduler(
      Jobs jobs,
      Ledger ledger,
      ReleaseQueue releases,
      InstanceIds ids,
      Schedules schedules,
      Pauses pauses) {
    this.jobs = jobs;
    this.ledger = ledger;
    this.releases = releases;
    this.ids = ids;
    this.schedules = schedules;
    this.pauses = pauses;
  }

  /**
   * Fires what falls due within the horizon in the given partitions, in batches ordered by time.
   *
   * @return how many schedules were looked at
   */
  public int fireDue(Partitions owned, Instant now) {
    int looked = 0;
    List<Job> due;
    do {
      due = jobs.findDue(owned, now.plus(HORIZON), BATCH);
      looked += due.size();
      if (fire(due.stream().map(Due::of).toList(), now) == 0) {
        break; // All were taken by somebody else or cannot be planned; look again at the next turn.
      }
    } while (due.size() == BATCH);
    return looked;
  }

  /** A job and its next trigger time, which is newer than what the job says. */
  record Due(Job job, Instant at) {
    static Due of(Job job) {
      return new Due(job, Instant.ofEpochMilli(job.getNextTriggerTime()));
    }
  }

  /** Fires these; returns how many of them this server won. */
  int fire(List<Due> due, Instant now) {
    var firings = new ArrayList<Firing>(due.size());
    for (var each : due) {
      var job = each.job();
      if (pauses.isPaused(job.getAppId(), job.getId(), now)) {
        continue;
      }
      try {
        firings.add(plan(job, each.at(), now));
      } catch (RuntimeException e) {
        // One broken definition must not hold up the others; saving checks them, so this is rare.
        LOG.error("job={} cannot be scheduled: {}", job.getId(), e.toString());
      }
    }
    var recorded = ledger.record(firings, now);
    for (var firing : recorded) {
      release(firing, now);
    }
    return recorded.size();
  }

  private void release(Firing firing, Instant now) {
    var near = now.plus(HORIZON);
    // What jitter puts off is brought back by the watch, so that memory holds only what is near.
    releases.add(
        firing.instances().stream()
            .filter(instance -> !instance.expectedTriggerTime().isAfter(near))
            .toList());
    for (var skipped : firing.skipped()) {
      LOG.warn(
          "job={} skipped {} firings from {} to {} ({}), served by {}",
          firing.jobId(),
          skipped.count().isPresent() ? skipped.count().getAsLong() : "very many",
          skipped.first(),
          skipped.last(),
          skipped.reason(),
          skipped.coveredBy().map(covering -> "the one of " + covering).orElse("none"));
    }
  }

  private Firing plan(Job job, Instant due, Instant now) {
    var reason =
        due.isBefore(now) && pauses.wasPaused(job.getAppId(), job.getId(), due, now)
            ? SkipReason.PAUSED
            : SkipReason.MISFIRED;
    var plan =
        FirePlan.of(
            schedules.of(job),
            due,
            now,
            now.plus(HORIZON),
            MisfireRule.of(job.getOptions().getMisfire()),
            reason);
    var instances = plan.fire().stream().map(instant -> instance(job, instant, now)).toList();
    return new Firing(job.getId(), job.getAppId(), due, plan.next(), instances, plan.skipped());
  }

  private JobInstance instance(Job job, Instant due, Instant now) {
    var expected = due.plus(Jitter.of(job, due));
    return JobInstance.waiting(ids.next(now), job, now)
        .trigger(Trigger.SCHEDULE)
        .dueTime(Optional.of(due))
        .expectedTriggerTime(expected)
        .deadline(expected)
        .build();
  }
}
