package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Expired;
import tech.powerjob.domain.instance.InstanceChange.Refused;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.task.TaskRuns;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.Workers;

/**
 * Gives instances to workers: decides on a batch, claims what was decided in one transaction, and
 * only then tells the workers. Jobs with limits are claimed within these. Thread-safe.
 */
public final class Dispatcher {
  /** How long a worker may take to say that it has begun before it is asked again. */
  public static final Duration RECEIVE_TIMEOUT = Duration.ofSeconds(5);

  private static final Comparator<JobInstance> BY_TURN =
      Comparator.comparingLong(JobInstance::turn);

  private final Jobs jobs;
  private final Workers workers;
  private final Commands commands;
  private final DispatchPolicy policy;
  private final Vacancies vacancies;
  private final Pauses pauses;
  private final Steps steps;
  private final LimitedDispatch limited;

  public Dispatcher(
      Jobs jobs,
      Instances instances,
      Limits limits,
      InstanceEvents events,
      Workers workers,
      WorkerGateway gateway,
      DispatchPolicy policy,
      Completions completions,
      Vacancies vacancies,
      Pauses pauses,
      TaskRuns tasks) {
    this.jobs = jobs;
    this.workers = workers;
    this.commands = new Commands(workers, gateway, tasks, events, policy);
    this.policy = policy;
    this.vacancies = vacancies;
    this.pauses = pauses;
    this.steps = new Steps(instances, events, workers, commands, completions, vacancies);
    this.limited =
        new LimitedDispatch(
            instances,
            limits,
            new Displacement(instances, limits, events, workers, gateway, completions),
            this);
  }

  /**
   * Dispatches instances that wait for it, those first whose turn is first; those that no longer
   * wait are left alone.
   */
  public void dispatch(List<JobInstance> waiting, Instant now) {
    if (waiting.isEmpty()) {
      return;
    }
    var jobIds = new LinkedHashSet<Long>();
    waiting.forEach(instance -> jobIds.add(instance.jobId()));
    var definitions = jobs.findAll(jobIds);
    definitions.values().forEach(job -> vacancies.seen(job.getId(), Limits.concern(job)));
    var parking = new Parking(now);
    var decided = new ArrayList<Step>(waiting.size());
    var withLimits = new LinkedHashMap<Long, List<JobInstance>>();
    for (var instance : inTurn(waiting)) {
      var job = definitions.get(instance.jobId());
      if (job != null && pauses.isPaused(job.getAppId(), job.getId(), now)) {
        pausedStep(job, instance, parking, now).ifPresent(decided::add);
      } else if (job != null && Limits.concern(job)) {
        withLimits.computeIfAbsent(job.getId(), id -> new ArrayList<>()).add(instance);
      } else {
        decide(job, instance, parking, now).ifPresent(decided::add);
      }
    }
    steps.apply(decided, now);
    if (!withLimits.isEmpty()) {
      limited.dispatch(withLimits, definitions, parking, now);
    }
  }

  /**
   * Gives instances whose instant is near to workers, so that at the instant only the command is
   * left to be sent, which the gateway keeps until then. What could not be sent, or needs a look at
   * limits, is left for its instant.
   *
   * @return those that are dealt with
   */
  public List<JobInstance> claimAhead(List<JobInstance> soon, Instant now) {
    var jobIds = new LinkedHashSet<Long>();
    soon.forEach(instance -> jobIds.add(instance.jobId()));
    var definitions = jobs.findAll(jobIds);
    var claims = new ArrayList<Step>(soon.size());
    for (var instance : inTurn(soon)) {
      var job = definitions.get(instance.jobId());
      var at = instance.deadline().orElseThrow();
      if (job != null
          && instance.waitingFor().isEmpty()
          && instance.missedDeadline(at).isEmpty()
          && !Limits.concern(job)
          && !pauses.isPaused(job.getAppId(), job.getId(), at)
          && choose(job, instance, now) instanceof DispatchDecision.SendTo send) {
        claims.add(sent(job, instance, send, at));
      }
    }
    steps.apply(claims, now);
    return claims.stream().map(Step::instance).toList();
  }

  private DispatchDecision choose(Job job, JobInstance instance, Instant now) {
    return policy.decide(
        job, instance, workers.ofApp(instance.appId()), workers.completeFrom(), now);
  }

  private Step sent(Job job, JobInstance instance, DispatchDecision.SendTo send, Instant at) {
    workers.sent(send.worker().id()); // Counted now, so that the next of the batch sees it.
    var deadline = instance.notAfterDeadlines(at.plus(RECEIVE_TIMEOUT));
    return new Step(
        instance,
        job,
        new Dispatched(
            Target.of(instance), send.worker().id(), send.worker().address(), at, deadline),
        send.leftOut().isEmpty() ? Optional.empty() : Optional.of(oneKind(instance, send, at)));
  }

  private static InstanceEvent oneKind(
      JobInstance instance, DispatchDecision.SendTo send, Instant at) {
    return InstanceEvent.of(
        instance,
        at,
        InstanceEvent.Kind.ONE_PROTOCOL,
        Parking.sentence(
            "it runs on workers that speak %s; those that speak another protocol cannot share it"
                .formatted(send.worker().protocol()),
            send.leftOut()),
        Parking.facts(send.leftOut()));
  }

  private static List<JobInstance> inTurn(List<JobInstance> waiting) {
    return waiting.size() == 1 ? waiting : waiting.stream().sorted(BY_TURN).toList();
  }

  private static Optional<Step> pausedStep(
      Job job, JobInstance instance, Parking parking, Instant now) {
    var missed = instance.missedDeadline(now);
    return missed.isPresent()
        ? Optional.of(expired(instance, job, missed.get(), now))
        : parking.parkPaused(instance, job);
  }

  /**
   * The step for an instance whose limits, if any, allow it to run; empty if it goes on waiting.
   */
  Optional<Step> decide(Job job, JobInstance instance, Parking parking, Instant now) {
    var missed = instance.missedDeadline(now);
    if (missed.isPresent()) {
      return Optional.of(expired(instance, job, missed.get(), now));
    }
    var decision = choose(job, instance, now);
    if (decision instanceof DispatchDecision.SendTo send) {
      return Optional.of(sent(job, instance, send, now));
    }
    if (decision instanceof DispatchDecision.WaitForWorker wait) {
      vacancies.waits(instance.appId());
      return parking.park(
          instance,
          job,
          WaitingFor.WORKER,
          instance.appId(),
          wait.until(),
          Parking.sentence(wait.reason(), wait.turnedDown()),
          Parking.facts(wait.turnedDown()));
    }
    var refuse = (DispatchDecision.Refuse) decision;
    return Optional.of(
        refused(
            instance,
            job,
            refuse.result(),
            Parking.sentence(refuse.reason(), refuse.turnedDown()),
            Parking.facts(refuse.turnedDown()),
            now));
  }

  static Step refused(
      JobInstance instance,
      Job job,
      String result,
      String detail,
      Map<String, Object> data,
      Instant now) {
    return new Step(
        instance,
        job,
        new Refused(Target.of(instance), result, now),
        Optional.of(InstanceEvent.of(instance, now, InstanceEvent.Kind.REFUSED, detail, data)));
  }

  private static Step expired(JobInstance instance, Job job, String missed, Instant now) {
    return new Step(
        instance,
        job,
        new Expired(Target.of(instance), missed, now),
        Optional.of(InstanceEvent.of(instance, now, InstanceEvent.Kind.DEADLINE_MISSED, missed)));
  }

  Steps steps() {
    return steps;
  }

  /** Sends the commands of dispatched instances to their workers once more. */
  void sendAgain(List<JobInstance> instances, Map<Long, Job> definitions, Instant now) {
    commands.send(
        instances.stream()
            .map(
                instance ->
                    new Commands.Order(
                        instance,
                        instance.epoch(),
                        definitions.get(instance.jobId()),
                        instance.workerId(),
                        instance.actualTriggerTime().orElse(Instant.EPOCH)))
            .toList(),
        now);
  }
}
