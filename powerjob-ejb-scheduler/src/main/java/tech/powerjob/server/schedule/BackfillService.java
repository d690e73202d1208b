package tech.powerjob.server.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.schedule.Schedule;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.Backfills;
import tech.powerjob.server.store.Transactions;

/** Makes up for past instants of a schedule. Thread-safe. */
@ApplicationScoped
public class BackfillService {
  /** Most instants of one call. */
  static final int MOST = 10_000;

  @Inject private Transactions transactions;
  @Inject private Schedules schedules;
  @Inject private JobService jobs;
  @Inject private RunningServer server;
  @Inject private AuditLog audit;

  /**
   * Adds an instance for each instant of the job's present schedule in a past range, unless an
   * earlier call has done so. They start as workers and limits allow.
   *
   * @throws IllegalArgumentException if the job is unknown or another application's or not
   *     scheduled by time, or the range is not in the past or has too many instants
   */
  public BackfillResult backfill(long appId, long jobId, BackfillRequest request) {
    var engine = server.engine();
    var now = engine.now();
    check(request, now);
    var job = jobs.require(appId, jobId);
    var due =
        instants(
            schedules.of(job),
            Instant.ofEpochMilli(request.from()),
            Instant.ofEpochMilli(request.to()));
    var instances = due.stream().map(at -> instance(engine.ids(), job, at, now)).toList();
    var added = new Backfills(transactions).add(instances);
    if (!added.isEmpty()) {
      audit.doneByPerson("job.backfill", "job", jobId, appId);
    }
    added.forEach(engine::release);
    return new BackfillResult(
        due.size(), added.size(), added.stream().map(JobInstance::instanceId).toList());
  }

  private static void check(BackfillRequest request, Instant now) {
    if (request.from() == null || request.to() == null) {
      throw new IllegalArgumentException("from and to must be given, in epoch milliseconds");
    }
    if (request.from() < 0 || request.from() > request.to()) {
      throw new IllegalArgumentException(
          "from is %d but must be from 0 to %d, which is to"
              .formatted(request.from(), request.to()));
    }
    if (request.to() > now.toEpochMilli()) {
      throw new IllegalArgumentException(
          "to is %d but must be in the past; now is %d"
              .formatted(request.to(), now.toEpochMilli()));
    }
  }

  /** Nominal instants in a range, both ends included. */
  static List<Instant> instants(Schedule schedule, Instant from, Instant to) {
    if (schedule.awaitsEnd()) {
      throw new IllegalArgumentException(
          "a FIXED_DELAY job has no nominal instants, so there is nothing to make up for");
    }
    var found = new ArrayList<Instant>();
    for (var next = schedule.from(from);
        next.isPresent() && !next.get().isAfter(to);
        next = schedule.next(next.get())) {
      if (found.size() == MOST) {
        throw new IllegalArgumentException(
            "the range has more than %d instants, which is the most for one call; the %dth is %s"
                .formatted(MOST, MOST, found.get(MOST - 1)));
      }
      found.add(next.get());
    }
    return found;
  }

  private static JobInstance instance(InstanceIds ids, Job job, Instant at, Instant now) {
    var options = job.getOptions();
    return JobInstance.waiting(ids.next(now), job, now)
        .trigger(Trigger.BACKFILL)
        .expectedTriggerTime(at)
        .deadline(now)
        // Deadlines count from now: from the nominal instant they would have passed already.
        .startBy(
            Optional.ofNullable(options.getStartDeadline()).map(Duration::ofMillis).map(now::plus))
        .finishBy(
            Optional.ofNullable(options.getFinishDeadline()).map(Duration::ofMillis).map(now::plus))
        .build();
  }
}
