package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.Partitions;

/**
 * Keeps jobs with a fixed delay going: when the run of one has ended, it gets its next trigger time
 * and, if that is near, is fired at once. Any server may do so for any job; the ledger lets one of
 * them win. Thread-safe.
 */
public final class FixedDelays {
  private static final Logger LOG = LoggerFactory.getLogger(FixedDelays.class);
  private static final int BATCH = 500;

  private final Jobs jobs;
  private final Ledger ledger;
  private final Schedules schedules;
  private final Scheduler scheduler;

  public FixedDelays(Jobs jobs, Ledger ledger, Schedules schedules, Scheduler scheduler) {
    this.jobs = jobs;
    this.ledger = ledger;
    this.schedules = schedules;
    this.scheduler = scheduler;
  }

  /**
   * Looks at those of these jobs that have a fixed delay, because an instance of them has ended.
   */
  public void ended(Collection<Long> jobIds, Instant now) {
    var waiting =
        jobs.findAll(jobIds).values().stream()
            .filter(job -> job.getTimeExpressionType() == TimeExpressionType.FIXED_DELAY)
            .filter(Job::isEnabled)
            .toList();
    if (!waiting.isEmpty()) {
      proceed(waiting, now);
    }
  }

  /**
   * Looks at all jobs of the given partitions that wait for an end, for the case that the server
   * that saw it could not say so.
   */
  public void sweep(Partitions owned, Instant now) {
    var waiting = ledger.awaitingEnd(owned, BATCH);
    if (!waiting.isEmpty()) {
      ended(waiting, now);
    }
  }

  private void proceed(List<Job> waiting, Instant now) {
    var last = ledger.lastFired(waiting.stream().map(Job::getId).toList());
    var due = new ArrayList<Scheduler.Due>();
    for (var job : waiting) {
      var fired = Optional.ofNullable(last.get(job.getId()));
      if (fired.isPresent() && fired.get().ended().isEmpty()) {
        continue; // Still under way.
      }
      next(job, fired, now)
          .filter(instant -> !instant.isAfter(now.plus(Scheduler.HORIZON)))
          .ifPresent(instant -> due.add(new Scheduler.Due(job, instant)));
    }
    if (!due.isEmpty()) {
      scheduler.fire(due, now);
    }
  }

  /** The next trigger time, if it was for this server to set it. */
  private Optional<Instant> next(Job job, Optional<Ledger.LastFired> last, Instant now) {
    try {
      var ended = last.flatMap(Ledger.LastFired::ended);
      var schedule = schedules.of(job);
      var next = ended.isPresent() ? schedule.next(ended.get()) : schedule.begin(now);
      return ledger.proceed(
              job.getId(),
              job.getTimeExpression(),
              last.map(Ledger.LastFired::due),
              NextDue.of(next),
              now)
          ? next
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      LOG.error("job={} cannot be scheduled: {}", job.getId(), e.toString());
      return Optional.empty();
    }
  }
}
