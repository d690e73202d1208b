package tech.powerjob.domain.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.dispatch.Vacancies;
import tech.powerjob.domain.dispatch.Watcher;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.HandedBack;
import tech.powerjob.domain.instance.InstanceChange.Rescheduled;
import tech.powerjob.domain.instance.InstanceChange.Started;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;

/**
 * Turns what workers report into changes of instances, a batch in one transaction, and accepts
 * final reports once that is committed. Thread-safe.
 */
public final class InstanceLifecycle {
  /** What is due later is brought to the queue by the watch. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final Instances instances;
  private final Jobs jobs;
  private final InstanceEvents events;
  private final Workers workers;
  private final WorkerGateway gateway;
  private final Completions completions;
  private final ReleaseQueue releases;
  private final Vacancies vacancies;

  public InstanceLifecycle(
      Instances instances,
      Jobs jobs,
      InstanceEvents events,
      Workers workers,
      WorkerGateway gateway,
      Completions completions,
      ReleaseQueue releases,
      Vacancies vacancies) {
    this.instances = instances;
    this.jobs = jobs;
    this.events = events;
    this.workers = workers;
    this.gateway = gateway;
    this.completions = completions;
    this.releases = releases;
    this.vacancies = vacancies;
  }

  /**
   * A report and who sent it.
   *
   * @param appId application of the sender as the broker vouches for it, not as the message claims
   */
  public record Received(long appId, String workerId, InstanceReport report) {
    Target target() {
      return new Target(report.instanceId(), appId, report.epoch());
    }

    boolean isFinal() {
      return report.lost()
          || report.status() == InstanceStatus.SUCCEED
          || report.status() == InstanceStatus.FAILED;
    }
  }

  /** Applies reports. Those that are late, repeated or of a former epoch change nothing. */
  public void apply(List<Received> received, Instant now) {
    var latest = new LinkedHashMap<Target, Received>();
    for (var each : received) {
      latest.merge(each.target(), each, (before, after) -> before.isFinal() ? before : after);
    }
    var troubled = read(latest.values().stream().filter(InstanceLifecycle::isTrouble).toList());
    var explained = new HashMap<Target, InstanceEvent>();
    var changes = new ArrayList<InstanceChange>(latest.size());
    for (var each : latest.values()) {
      change(each, troubled, explained, now).ifPresent(changes::add);
    }
    var effective = instances.apply(changes);
    var happened = new ArrayList<InstanceEvent>();
    for (var change : effective) {
      Optional.ofNullable(explained.get(change.target())).ifPresent(happened::add);
    }
    if (!happened.isEmpty()) {
      events.record(happened);
    }
    accept(latest.values().stream().filter(Received::isFinal).toList());
    goOn(effective, troubled, now);
    tell(effective, latest, troubled);
  }

  /** Hands runs on that are tried again soon, and what they leave free to those who wait for it. */
  private void goOn(List<InstanceChange> effective, Map<Long, JobInstance> troubled, Instant now) {
    for (var change : effective) {
      if (change instanceof Rescheduled || change instanceof HandedBack) {
        var before = troubled.get(change.target().instanceId());
        vacancies.freed(before.appId(), before.jobId());
        if (!nextOf(change).isAfter(now.plus(SOON))) {
          change.applyTo(before).ifPresent(after -> releases.add(List.of(after)));
        }
      }
    }
  }

  private static Instant nextOf(InstanceChange change) {
    return change instanceof Rescheduled rescheduled ? rescheduled.next() : change.at();
  }

  private void tell(
      List<InstanceChange> effective,
      Map<Target, Received> reports,
      Map<Long, JobInstance> troubled) {
    if (completions.isIdle()) {
      return;
    }
    var ended = new ArrayList<Completion>(effective.size());
    var nameless = new ArrayList<Finished>();
    for (var change : effective) {
      if (!(change instanceof Finished finished)) {
        continue;
      }
      var instance = troubled.get(change.target().instanceId());
      var report = reports.get(change.target()).report();
      if (instance != null) {
        ended.add(
            completion(
                finished,
                instance.jobId(),
                Optional.of(instance.trigger()),
                instance.wfInstanceId()));
      } else if (report.jobId() != null) {
        ended.add(
            completion(
                finished,
                report.jobId(),
                Optional.empty(),
                Optional.ofNullable(report.wfInstanceId())));
      } else {
        nameless.add(finished);
      }
    }
    if (!nameless.isEmpty()) {
      var rows = rows(nameless.stream().map(each -> each.target().instanceId()).toList());
      for (var finished : nameless) {
        Optional.ofNullable(rows.get(finished.target().instanceId()))
            .ifPresent(
                row ->
                    ended.add(
                        completion(
                            finished,
                            row.jobId(),
                            Optional.of(row.trigger()),
                            row.wfInstanceId())));
      }
    }
    completions.ended(ended);
  }

  private static Completion completion(
      Finished finished, long jobId, Optional<Trigger> trigger, Optional<Long> wfInstanceId) {
    var target = finished.target();
    return new Completion(
        target.instanceId(),
        jobId,
        target.appId(),
        finished.status(),
        trigger,
        finished.finished(),
        wfInstanceId,
        wfInstanceId.map(run -> new Completion.Outcome(finished.result(), finished.appended())));
  }

  private static boolean isTrouble(Received each) {
    return each.report().lost() || each.report().status() == InstanceStatus.FAILED;
  }

  private Map<Long, JobInstance> read(List<Received> troubled) {
    return troubled.isEmpty()
        ? Map.of()
        : rows(troubled.stream().map(each -> each.report().instanceId()).distinct().toList());
  }

  private Map<Long, JobInstance> rows(List<Long> instanceIds) {
    var found = new HashMap<Long, JobInstance>();
    instances.findAll(instanceIds).forEach(instance -> found.put(instance.instanceId(), instance));
    return found;
  }

  private Optional<InstanceChange> change(
      Received each,
      Map<Long, JobInstance> troubled,
      Map<Target, InstanceEvent> explained,
      Instant now) {
    var report = each.report();
    if (isTrouble(each)) {
      var instance = troubled.get(report.instanceId());
      return instance == null || instance.epoch() != report.epoch()
          ? Optional.empty()
          : Optional.of(
              report.lost()
                  ? afterLoss(instance, report, explained, now)
                  : afterFailure(instance, report, explained, now));
    }
    return switch (report.status()) {
      case RUNNING -> Optional.of(begun(each, now));
      case SUCCEED ->
          Optional.of(
              new Finished(
                  each.target(),
                  true,
                  report.result(),
                  ended(report, now),
                  now,
                  report.appendedWfContext()));
      case WAITING_DISPATCH, WAITING_WORKER_RECEIVE, FAILED, CANCELED, STOPPED -> Optional.empty();
    };
  }

  /** A run without a start time waits in the worker for a thread: it is received, not started. */
  private static InstanceChange begun(Received each, Instant now) {
    var deadline = now.plus(Watcher.RUNNING_CHECK);
    return each.report().startTime() == 0
        ? new InstanceChange.Received(each.target(), now, deadline)
        : new Started(each.target(), now, deadline);
  }

  private InstanceChange afterFailure(
      JobInstance instance,
      InstanceReport report,
      Map<Target, InstanceEvent> explained,
      Instant now) {
    var verdict =
        RetryPolicy.failed(instance, job(instance), report.result(), ended(report, now), now);
    verdict.event().ifPresent(event -> explained.put(verdict.change().target(), event));
    return report.appendedWfContext() != null && verdict.change() instanceof Finished finished
        ? finished.adding(report.appendedWfContext())
        : verdict.change();
  }

  private InstanceChange afterLoss(
      JobInstance instance,
      InstanceReport report,
      Map<Target, InstanceEvent> explained,
      Instant now) {
    var target = Target.of(instance);
    var reason = report.result() == null ? InstanceReport.UNKNOWN : report.result();
    boolean waiting = instance.status() == InstanceStatus.WAITING_WORKER_RECEIVE;
    if (!waiting && InstanceReport.HANDED_BACK.equals(reason)) {
      return handedBack(instance, explained, now);
    }
    var job = job(instance);
    var change =
        waiting
            ? new Rescheduled(target, false, false, null, now, now)
            : RetryPolicy.afterLoss(instance, job, Watcher.WORKER_LOST, now);
    explained.put(
        target,
        InstanceEvent.of(
            instance,
            now,
            waiting ? InstanceEvent.Kind.TAKEN_BACK : RetryPolicy.kindOfLoss(change),
            waiting
                ? "worker %s did not take the run: %s"
                    .formatted(instance.taskTrackerAddress(), reason)
                : "worker %s no longer has the run: %s; %s"
                    .formatted(
                        instance.taskTrackerAddress(),
                        reason,
                        RetryPolicy.sequel(instance, change, job)),
            Map.of("worker", String.valueOf(instance.taskTrackerAddress()), "reason", reason)));
    if (waiting && !InstanceReport.UNKNOWN.equals(reason)) {
      workers.refused(instance.workerId());
    }
    return change;
  }

  private InstanceChange handedBack(
      JobInstance instance, Map<Target, InstanceEvent> explained, Instant now) {
    var change = new HandedBack(Target.of(instance), now);
    explained.put(
        change.target(),
        InstanceEvent.of(
            instance,
            now,
            InstanceEvent.Kind.TAKEN_BACK,
            "worker %s stops and interrupted the run, which starts again elsewhere"
                .formatted(instance.taskTrackerAddress()),
            Map.of(
                "worker",
                String.valueOf(instance.taskTrackerAddress()),
                "reason",
                InstanceReport.HANDED_BACK)));
    workers.refused(instance.workerId());
    return change;
  }

  private Optional<Job> job(JobInstance instance) {
    return Optional.ofNullable(jobs.findAll(List.of(instance.jobId())).get(instance.jobId()));
  }

  /** When the run ended by the worker's clock, but never later than it was reported. */
  private static Instant ended(InstanceReport report, Instant now) {
    if (report.endTime() == null) {
      return now;
    }
    var ended = Instant.ofEpochMilli(report.endTime());
    return ended.isAfter(now) ? now : ended;
  }

  private void accept(List<Received> finals) {
    var byWorker = new LinkedHashMap<String, LinkedHashSet<InstanceEpoch>>();
    var apps = new HashMap<String, Long>();
    for (var each : finals) {
      workers.over(each.workerId());
      apps.put(each.workerId(), each.appId());
      byWorker
          .computeIfAbsent(each.workerId(), id -> new LinkedHashSet<>())
          .add(new InstanceEpoch(each.report().instanceId(), each.report().epoch()));
    }
    byWorker.forEach(
        (workerId, runs) -> gateway.accepted(workerId, apps.get(workerId), List.copyOf(runs)));
  }
}
