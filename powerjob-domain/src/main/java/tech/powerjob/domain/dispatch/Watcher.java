package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Expired;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.Postponed;
import tech.powerjob.domain.instance.InstanceChange.Rescheduled;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.RetryPolicy;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.task.TaskRuns;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.InstanceEpoch;

/**
 * Looks after unfinished instances whose deadline passes: brings those that wait to the release
 * queue, asks workers that are silent about a run, and takes runs away from workers that are lost.
 */
public final class Watcher {
  /** Result of a run whose worker was lost and that is not tried again. */
  public static final String WORKER_LOST = "worker report timeout, maybe TaskTracker down";

  /** How often a run in progress is looked at. */
  public static final Duration RUNNING_CHECK = Duration.ofSeconds(10);

  /** A command that a live worker did not act on for so long goes to another one. */
  static final Duration RECEIVE_LIMIT = Duration.ofSeconds(60);

  /**
   * A run may go on so long beyond its limit before the server ends it: the worker interrupts it at
   * the limit and reports that, unless the processor does not heed it.
   */
  public static final Duration GRACE = Duration.ofSeconds(5);

  /** Result of a run that did not end although its worker should have ended it. */
  static final String TIMED_OUT = "instance execute timeout";

  /** How far ahead waiting instances are brought to the release queue. */
  static final Duration HORIZON = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
  private static final int BATCH = 5_000;

  private final Jobs jobs;
  private final Instances instances;
  private final InstanceEvents events;
  private final Workers workers;
  private final WorkerGateway gateway;
  private final Dispatcher dispatcher;
  private final ReleaseQueue releases;
  private final Completions completions;
  private final Vacancies vacancies;
  private final TaskRuns tasks;

  public Watcher(
      Jobs jobs,
      Instances instances,
      InstanceEvents events,
      Workers workers,
      WorkerGateway gateway,
      Dispatcher dispatcher,
      ReleaseQueue releases,
      Completions completions,
      Vacancies vacancies,
      TaskRuns tasks) {
    this.jobs = jobs;
    this.instances = instances;
    this.events = events;
    this.workers = workers;
    this.gateway = gateway;
    this.dispatcher = dispatcher;
    this.releases = releases;
    this.completions = completions;
    this.vacancies = vacancies;
    this.tasks = tasks;
  }

  /** One turn over the given partitions. */
  public void watch(Partitions owned, Instant now) {
    var due = instances.findDue(owned, now.plus(HORIZON), BATCH);
    releases.add(
        due.stream()
            .filter(instance -> instance.status() == InstanceStatus.WAITING_DISPATCH)
            .toList());
    look(
        due.stream()
            .filter(instance -> instance.status() != InstanceStatus.WAITING_DISPATCH)
            .filter(instance -> !instance.deadline().orElseThrow().isAfter(now))
            .toList(),
        now);
  }

  /** Takes the runs of a lost worker away from it at once, without waiting for their deadlines. */
  public void lost(Worker worker, Partitions owned, Instant now) {
    look(
        instances.findUnfinishedOf(worker.id()).stream()
            .filter(instance -> owned.contains(instance.partition()))
            .toList(),
        now);
  }

  private void look(List<JobInstance> silent, Instant now) {
    if (silent.isEmpty()) {
      return;
    }
    var jobIds = new LinkedHashSet<Long>();
    silent.forEach(instance -> jobIds.add(instance.jobId()));
    var definitions = jobs.findAll(jobIds);
    var verdicts = new HashMap<Target, Verdict>();
    var changes = new ArrayList<InstanceChange>(silent.size());
    var begun = begun(silent, definitions);
    for (var instance : silent) {
      var verdict =
          judge(
              instance,
              Optional.ofNullable(definitions.get(instance.jobId())),
              Optional.ofNullable(begun.get(instance.instanceId())),
              now);
      verdicts.put(verdict.change().target(), verdict);
      changes.add(verdict.change());
    }
    var explained = new ArrayList<InstanceEvent>();
    var asked = new LinkedHashMap<String, List<JobInstance>>();
    var again = new ArrayList<JobInstance>();
    var ended = new ArrayList<Completion>();
    for (var change : instances.apply(changes)) {
      var verdict = verdicts.get(change.target());
      verdict.event().ifPresent(explained::add);
      verdict.event().ifPresent(Watcher::log);
      follow(verdict, again, asked);
      if (change instanceof Rescheduled) {
        // At once, without waiting for the next turn of the watch.
        change.applyTo(verdict.instance()).ifPresent(after -> releases.add(List.of(after)));
        vacancies.freed(verdict.instance().appId(), verdict.instance().jobId());
      } else if (change instanceof Expired) {
        ended.add(Completion.of(verdict.instance(), InstanceStatus.FAILED, now));
      } else if (change instanceof Finished finished) {
        ended.add(Completion.of(verdict.instance(), finished.status(), finished.finished()));
      }
    }
    dispatcher.sendAgain(again, definitions, now);
    asked.forEach(
        (workerId, runs) ->
            gateway.check(
                workerId,
                runs.get(0).appId(),
                runs.stream()
                    .map(run -> new InstanceEpoch(run.instanceId(), run.epoch()))
                    .toList()));
    if (!explained.isEmpty()) {
      events.record(explained);
    }
    completions.ended(ended);
  }

  /** When distributed runs with a limit began, whoever coordinated them then. */
  private Map<Long, Instant> begun(List<JobInstance> silent, Map<Long, Job> definitions) {
    var ids = new ArrayList<Long>();
    for (var instance : silent) {
      var job = definitions.get(instance.jobId());
      if (job != null
          && job.isDistributed()
          && job.getInstanceTimeLimit() > 0
          && instance.status() == InstanceStatus.RUNNING) {
        ids.add(instance.instanceId());
      }
    }
    return ids.isEmpty() ? Map.of() : tasks.begun(ids);
  }

  private enum Action {
    NONE,
    SEND_AGAIN,
    ASK,
    STOP_OLD
  }

  private record Verdict(
      JobInstance instance, InstanceChange change, Action action, Optional<InstanceEvent> event) {}

  private void follow(
      Verdict verdict, List<JobInstance> again, Map<String, List<JobInstance>> asked) {
    var instance = verdict.instance();
    if (verdict.change() instanceof Rescheduled
        || verdict.change() instanceof Finished
        || verdict.change() instanceof Expired) {
      workers.over(instance.workerId());
    }
    switch (verdict.action()) {
      case NONE -> {}
      case SEND_AGAIN -> again.add(instance);
      case ASK -> asked.computeIfAbsent(instance.workerId(), id -> new ArrayList<>()).add(instance);
      case STOP_OLD ->
          gateway.stop(
              instance.workerId(),
              instance.appId(),
              new InstanceEpoch(instance.instanceId(), instance.epoch()));
    }
  }

  private Verdict judge(
      JobInstance instance, Optional<Job> job, Optional<Instant> begun, Instant now) {
    var worker = workers.find(instance.workerId());
    boolean alive = worker.isPresent() && worker.get().isAlive(now);
    boolean left = worker.isPresent() && worker.get().heartbeat().gone();
    var missed = instance.missedDeadline(now);
    if (missed.isPresent()) {
      return verdict(
          instance,
          new Expired(Target.of(instance), missed.get(), now),
          Action.STOP_OLD,
          InstanceEvent.Kind.DEADLINE_MISSED,
          missed.get(),
          now);
    }
    if (!alive && !left && !workers.isComplete(now)) {
      return postponed(instance, Action.NONE, now.plus(RUNNING_CHECK), now);
    }
    return instance.status() == InstanceStatus.RUNNING
        ? judgeRunning(instance, job, begun, alive, now)
        : judgeSent(instance, job, alive, now);
  }

  private static Verdict judgeRunning(
      JobInstance instance,
      Optional<Job> job,
      Optional<Instant> begun,
      boolean alive,
      Instant now) {
    var limit = endOfPatience(job, begun.or(instance::lastReportTime));
    if (limit.filter(end -> !end.isAfter(now)).isPresent()) {
      return timedOut(instance, job, now);
    }
    if (alive) {
      var look = now.plus(RUNNING_CHECK);
      return postponed(instance, Action.ASK, limit.filter(look::isAfter).orElse(look), now);
    }
    var change = RetryPolicy.afterLoss(instance, job, WORKER_LOST, now);
    return verdict(
        instance,
        change,
        Action.NONE,
        RetryPolicy.kindOfLoss(change),
        "worker %s is lost; %s"
            .formatted(instance.taskTrackerAddress(), RetryPolicy.sequel(instance, change, job)),
        now);
  }

  /**
   * When a run is over in any case.
   *
   * @param start when it began; if nothing else is known, when its worker reported the last time
   */
  private static Optional<Instant> endOfPatience(Optional<Job> job, Optional<Instant> start) {
    return job.filter(each -> each.getInstanceTimeLimit() > 0)
        .flatMap(
            each -> start.map(from -> from.plusMillis(each.getInstanceTimeLimit()).plus(GRACE)));
  }

  private static Verdict timedOut(JobInstance instance, Optional<Job> job, Instant now) {
    var verdict = RetryPolicy.failed(instance, job, TIMED_OUT, now, now);
    return verdict(
        instance,
        verdict.change(),
        Action.STOP_OLD,
        InstanceEvent.Kind.TIMED_OUT,
        "instanceTimeLimit is %d ms, and worker %s has not ended the run %d s after it; %s"
            .formatted(
                job.orElseThrow().getInstanceTimeLimit(),
                instance.taskTrackerAddress(),
                GRACE.toSeconds(),
                verdict.event().map(InstanceEvent::detail).orElse("there is no other run")),
        now);
  }

  private static Verdict judgeSent(
      JobInstance instance, Optional<Job> job, boolean alive, Instant now) {
    var sent = instance.actualTriggerTime().orElse(Instant.EPOCH);
    var received = instance.lastReportTime().filter(report -> !report.isBefore(sent));
    boolean tooLong = received.orElse(sent).plus(RECEIVE_LIMIT).isBefore(now);
    if (alive && !tooLong && received.isPresent()) {
      return postponed(
          instance,
          Action.ASK,
          now.plus(RUNNING_CHECK),
          now); // It waits in the worker for a thread.
    }
    if (alive && !tooLong && WorkerProtocol.of(instance.workerId()) == WorkerProtocol.HTTP) {
      // Without epochs a second command could be a second run: it is asked whether it has this one.
      return postponed(instance, Action.ASK, now.plus(Dispatcher.RECEIVE_TIMEOUT), now);
    }
    if (alive && !tooLong && job.isPresent()) {
      return verdict(
          instance,
          new Postponed(
              Target.of(instance),
              instance.status(),
              instance.notAfterDeadlines(now.plus(Dispatcher.RECEIVE_TIMEOUT)),
              now),
          Action.SEND_AGAIN,
          InstanceEvent.Kind.SENT_AGAIN,
          "worker %s has not acted on the command".formatted(instance.taskTrackerAddress()),
          now);
    }
    return verdict(
        instance,
        new Rescheduled(Target.of(instance), false, false, null, now, now),
        alive ? Action.STOP_OLD : Action.NONE,
        InstanceEvent.Kind.TAKEN_BACK,
        alive
            ? "worker %s did not act on the command for %d s"
                .formatted(instance.taskTrackerAddress(), RECEIVE_LIMIT.toSeconds())
            : "worker %s is lost".formatted(instance.taskTrackerAddress()),
        now);
  }

  private static Verdict postponed(JobInstance instance, Action action, Instant look, Instant now) {
    return new Verdict(
        instance,
        new Postponed(
            Target.of(instance), instance.status(), instance.notAfterDeadlines(look), now),
        action,
        Optional.empty());
  }

  private static Verdict verdict(
      JobInstance instance,
      InstanceChange change,
      Action action,
      InstanceEvent.Kind kind,
      String detail,
      Instant now) {
    return new Verdict(
        instance, change, action, Optional.of(InstanceEvent.of(instance, now, kind, detail)));
  }

  private static void log(InstanceEvent event) {
    LOG.warn(
        "instance={} job={} {}: {}",
        event.instanceId(),
        event.jobId(),
        event.kind(),
        event.detail());
  }
}
