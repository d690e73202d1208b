package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Postponed;
import tech.powerjob.domain.instance.InstanceChange.Refused;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.RunInstance;

/**
 * Gives instances to workers: decides on a batch, claims what was decided in one transaction, and
 * only then tells the workers. Thread-safe.
 */
public final class Dispatcher {
  /** How long a worker may take to say that it has begun before it is asked again. */
  public static final Duration RECEIVE_TIMEOUT = Duration.ofSeconds(5);

  /** How long an instance that waits for a worker waits until it is looked at again. */
  static final Duration WORKER_WAIT = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Jobs jobs;
  private final Instances instances;
  private final InstanceEvents events;
  private final Workers workers;
  private final WorkerGateway gateway;
  private final DispatchPolicy policy;
  private final Completions completions;

  public Dispatcher(
      Jobs jobs,
      Instances instances,
      InstanceEvents events,
      Workers workers,
      WorkerGateway gateway,
      DispatchPolicy policy,
      Completions completions) {
    this.jobs = jobs;
    this.instances = instances;
    this.events = events;
    this.workers = workers;
    this.gateway = gateway;
    this.policy = policy;
    this.completions = completions;
  }

  /** Dispatches instances that wait for it; those that no longer do are left alone. */
  public void dispatch(List<JobInstance> waiting, Instant now) {
    if (waiting.isEmpty()) {
      return;
    }
    var jobIds = new LinkedHashSet<Long>();
    waiting.forEach(instance -> jobIds.add(instance.jobId()));
    var definitions = jobs.findAll(jobIds);
    var dispatched = new HashMap<Long, Integer>();
    var decided = new HashMap<Target, Case>();
    var changes = new ArrayList<InstanceChange>(waiting.size());
    for (var instance : waiting) {
      var job = definitions.get(instance.jobId());
      var decision = decide(job, instance, dispatched, now);
      var change = change(instance, decision, now);
      decided.put(change.target(), new Case(instance, job, decision));
      changes.add(change);
    }
    List<InstanceChange> effective = List.of();
    try {
      effective = instances.apply(changes);
    } finally {
      undoCounts(changes, effective, decided);
    }
    var explained = new ArrayList<InstanceEvent>();
    var ended = new ArrayList<Completion>();
    for (var change : effective) {
      var each = decided.get(change.target());
      follow(each, now, explained);
      if (change instanceof Refused) {
        ended.add(Completion.of(each.instance(), InstanceStatus.FAILED, now));
      }
    }
    if (!explained.isEmpty()) {
      events.record(explained);
    }
    completions.ended(ended);
  }

  private record Case(JobInstance instance, Job job, DispatchDecision decision) {}

  private DispatchDecision decide(
      Job job, JobInstance instance, Map<Long, Integer> dispatched, Instant now) {
    int count = 0;
    if (job != null && job.getMaxInstanceNum() > 0) {
      count = dispatched.computeIfAbsent(job.getId(), instances::countDispatched);
    }
    var candidates = workers.ofApp(instance.appId());
    var decision =
        policy.decide(job, instance.jobId(), count, candidates, workers.isComplete(now), now);
    if (decision instanceof DispatchDecision.SendTo send) {
      dispatched.computeIfPresent(instance.jobId(), (id, before) -> before + 1);
      workers.sent(send.worker().id()); // Counted now, so that the next of the batch sees it.
    }
    return decision;
  }

  private static InstanceChange change(
      JobInstance instance, DispatchDecision decision, Instant now) {
    var target = Target.of(instance);
    if (decision instanceof DispatchDecision.SendTo send) {
      return new Dispatched(
          target, send.worker().id(), send.worker().address(), now, now.plus(RECEIVE_TIMEOUT));
    }
    if (decision instanceof DispatchDecision.Refuse refuse) {
      return new Refused(target, refuse.result(), now);
    }
    return new Postponed(target, instance.status(), now.plus(WORKER_WAIT), now);
  }

  private void follow(Case each, Instant now, List<InstanceEvent> explained) {
    var instance = each.instance();
    if (each.decision() instanceof DispatchDecision.SendTo send) {
      gateway.run(send.worker().id(), command(instance, instance.epoch() + 1, each.job()));
    } else if (each.decision() instanceof DispatchDecision.Refuse refuse) {
      LOG.info(
          "instance={} job={} refused: {}",
          instance.instanceId(),
          instance.jobId(),
          refuse.reason());
      explained.add(InstanceEvent.of(instance, now, InstanceEvent.Kind.REFUSED, refuse.reason()));
    } else if (each.decision() instanceof DispatchDecision.WaitForWorker wait
        && instance.deadline().equals(Optional.of(instance.expectedTriggerTime()))) {
      // Said once, at the first look; every further look would only repeat it.
      explained.add(InstanceEvent.of(instance, now, InstanceEvent.Kind.WAITING, wait.reason()));
    }
  }

  private void undoCounts(
      List<InstanceChange> changes, List<InstanceChange> effective, Map<Target, Case> decided) {
    if (changes.size() == effective.size()) {
      return;
    }
    var lost = new ArrayList<>(changes);
    lost.removeAll(effective);
    for (var change : lost) {
      if (decided.get(change.target()).decision() instanceof DispatchDecision.SendTo send) {
        workers.over(send.worker().id());
      }
    }
  }

  /** What a worker is told to run. */
  static RunInstance command(JobInstance instance, long epoch, Job job) {
    return new RunInstance(
        instance.instanceId(),
        epoch,
        job.getId(),
        job.getAppId(),
        job.getJobName(),
        job.getExecuteType(),
        job.getProcessorType(),
        job.getProcessorInfo(),
        instance.jobParams(),
        instance.instanceParams(),
        job.getInstanceTimeLimit(),
        job.getTaskRetryNum(),
        job.getConcurrency(),
        job.getLogConfig(),
        instance.wfInstanceId().orElse(null),
        instance.expectedTriggerTime().toEpochMilli());
  }

  /** Sends the command of a dispatched instance to its worker once more. */
  void sendAgain(JobInstance instance, Job job, Worker worker) {
    gateway.run(worker.id(), command(instance, instance.epoch(), job));
  }
}
