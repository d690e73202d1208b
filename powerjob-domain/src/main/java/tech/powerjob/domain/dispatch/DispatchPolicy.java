package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.domain.dispatch.DispatchDecision.Refuse;
import tech.powerjob.domain.dispatch.DispatchDecision.SendTo;
import tech.powerjob.domain.dispatch.DispatchDecision.TurnedDown;
import tech.powerjob.domain.dispatch.DispatchDecision.WaitForWorker;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.domain.worker.WorkerProtocol;

/**
 * Decides which worker runs an instance. Pure but for the dice and the memory of turns that some
 * strategies need. Thread-safe if the dice are.
 */
public final class DispatchPolicy {
  /**
   * A distributed run that has lost its coordinator waits so long for a worker in any case: its
   * tasks are not lost.
   */
  private static final long CONTINUATION_WAIT = 120_000;

  private final WorkerChoice choice;

  public DispatchPolicy(RandomGenerator dice) {
    this.choice = new WorkerChoice(dice);
  }

  /**
   * Decides on one instance of a job.
   *
   * @param job the job, {@code null} if it does not exist
   * @param workers the workers of the job's application, lost ones too
   * @param completeFrom from when on {@code workers} can be relied on to name every live worker
   */
  public DispatchDecision decide(
      Job job, JobInstance instance, List<Worker> workers, Instant completeFrom, Instant now) {
    if (job == null) {
      var text = "can't find job by id " + instance.jobId();
      return new Refuse(text, text, List.of());
    }
    var suitable = new ArrayList<Worker>(workers.size());
    List<TurnedDown> turnedDown = null;
    boolean full = false;
    boolean atBroker = hasTasksAtBroker(job, instance);
    for (var worker : workers) {
      var objection = objection(job, instance.designatedWorker(), worker, now);
      if (objection == null && atBroker && worker.protocol() != WorkerProtocol.JMS) {
        objection = "speaks HTTP, but the run has tasks at a broker";
      }
      if (objection == null && !worker.isFull()) {
        suitable.add(worker);
      } else {
        full |= objection == null;
        turnedDown = turnedDown == null ? new ArrayList<>() : turnedDown;
        turnedDown.add(
            new TurnedDown(
                worker.address(), objection == null ? "has all the runs it may have" : objection));
      }
    }
    return suitable.isEmpty()
        ? withoutWorker(
            job, instance, turnedDown == null ? List.of() : turnedDown, full, completeFrom, now)
        : sendTo(job, suitable);
  }

  /**
   * Workers that speak different protocols cannot share a run: a distributed one goes to those that
   * are more, unless the job says who is to coordinate it.
   */
  private SendTo sendTo(Job job, List<Worker> suitable) {
    if (!job.isDistributed() || suitable.size() == 1) {
      return new SendTo(choice.choose(job, suitable));
    }
    var candidates =
        job.getDispatchStrategy() == DispatchStrategy.SPECIFY ? suitable : largerKind(suitable);
    var chosen = choice.choose(job, candidates);
    var leftOut = new ArrayList<TurnedDown>();
    for (var worker : suitable) {
      if (worker.protocol() != chosen.protocol()) {
        leftOut.add(new TurnedDown(worker.address(), "speaks " + worker.protocol()));
      }
    }
    return new SendTo(chosen, leftOut);
  }

  private static List<Worker> largerKind(List<Worker> workers) {
    var jms = workers.stream().filter(each -> each.protocol() == WorkerProtocol.JMS).toList();
    return 2 * jms.size() >= workers.size()
        ? jms
        : workers.stream().filter(each -> each.protocol() == WorkerProtocol.HTTP).toList();
  }

  /** Whether somebody must go on with tasks that workers which speak HTTP know nothing of. */
  private static boolean hasTasksAtBroker(Job job, JobInstance instance) {
    return job.isDistributed()
        && instance.runningTimes() > 0
        && instance.workerId() != null
        && WorkerProtocol.of(instance.workerId()) == WorkerProtocol.JMS;
  }

  /**
   * The workers that a distributed run is spread over to begin with: those that would do, the best
   * so many if the job limits them, and the coordinator first in any case. A run for one worker is
   * that worker's alone.
   *
   * @param designated address of the only worker that may run it, {@code null} for any
   * @param workers the workers of the job's application, lost ones too
   */
  List<Worker> team(
      Job job, String designated, List<Worker> workers, String coordinatorId, Instant now) {
    var team = new ArrayList<Worker>(workers.size());
    var protocol = WorkerProtocol.of(coordinatorId);
    for (var worker : workers) {
      if (worker.id().equals(coordinatorId)) {
        team.add(0, worker);
      } else if (worker.protocol() == protocol
          && !worker.isFull()
          && objection(job, designated, worker, now) == null) {
        team.add(worker);
      }
    }
    int most = job.getMaxWorkerCount();
    if (most <= 0 || team.size() <= most) {
      return team;
    }
    var best = new ArrayList<Worker>(most);
    team.stream()
        .sorted(
            Comparator.comparing((Worker worker) -> !worker.id().equals(coordinatorId))
                .thenComparing(Worker::score, Comparator.reverseOrder()))
        .limit(most)
        .forEach(best::add);
    return best;
  }

  /**
   * Workers that speak HTTP and may join a run of the job now: the best so many if the job limits
   * them.
   *
   * @param workers the workers of the job's application, lost ones too
   */
  public static List<Worker> joiners(Job job, List<Worker> workers, Instant now) {
    var fit =
        workers.stream()
            .filter(worker -> worker.protocol() == WorkerProtocol.HTTP)
            .filter(worker -> !worker.isFull() && objection(job, null, worker, now) == null)
            .sorted(Comparator.comparing(Worker::score).reversed())
            .toList();
    int most = job.getMaxWorkerCount();
    return most <= 0 || fit.size() <= most ? fit : fit.subList(0, most);
  }

  private static DispatchDecision withoutWorker(
      Job job,
      JobInstance instance,
      List<TurnedDown> turnedDown,
      boolean full,
      Instant completeFrom,
      Instant now) {
    if (full) {
      return new WaitForWorker(
          "every suitable worker has all the runs it may have", turnedDown, Optional.empty());
    }
    var reason =
        turnedDown.isEmpty()
            ? "no worker of the application has ever connected to this server"
            : instance.designatedWorker() == null
                ? "none of the application's workers will do"
                : "it is only for the worker " + instance.designatedWorker();
    if (completeFrom.isAfter(now)) {
      return new WaitForWorker(
          reason + "; the server has just started, so workers may still be on their way",
          turnedDown,
          Optional.of(completeFrom));
    }
    var until = waitUntil(job, instance);
    return until.isAfter(now)
        ? new WaitForWorker(
            reason
                + (goesOn(job, instance)
                    ? "; its tasks wait until "
                    : "; options.workerWait lets it wait until ")
                + until,
            turnedDown,
            Optional.of(until))
        : new Refuse("no worker available", reason, turnedDown);
  }

  /** The wait begins when the run is due, and anew when a worker gave it back. */
  private static Instant waitUntil(Job job, JobInstance instance) {
    long asked = Optional.ofNullable(job.getOptions().getWorkerWait()).orElse(0L);
    long wait = goesOn(job, instance) ? Math.max(asked, CONTINUATION_WAIT) : asked;
    var since =
        instance
            .actualTriggerTime()
            .filter(sent -> sent.isAfter(instance.expectedTriggerTime()))
            .orElse(instance.expectedTriggerTime());
    return since.plusMillis(wait);
  }

  /**
   * Whether tasks of an earlier dispatch are still there; with workers that speak HTTP they die.
   */
  private static boolean goesOn(Job job, JobInstance instance) {
    return job.isDistributed()
        && instance.runningTimes() > 0
        && WorkerProtocol.of(instance.workerId()) == WorkerProtocol.JMS;
  }

  /** What speaks against a worker, {@code null} if nothing does. */
  private static String objection(Job job, String only, Worker worker, Instant now) {
    if (only != null && !only.equals(worker.address())) {
      return "was not asked for";
    }
    if (!worker.isAlive(now)) {
      return worker.heartbeat().gone() ? "has left" : "is lost";
    }
    if (worker.heartbeat().stopping()) {
      return "is stopping";
    }
    return isDesignated(job, worker)
        ? worker.lacks(job.getMinCpuCores(), job.getMinMemorySpace(), job.getMinDiskSpace())
        : "is not designated";
  }

  /** Whether the job may run on the worker, as far as it names its workers. */
  public static boolean isDesignated(Job job, Worker worker) {
    var designated = job.getDesignatedWorkers();
    return designated == null
        || WorkerChoice.entries(designated).isEmpty()
        || WorkerChoice.isNamed(designated, worker);
  }
}
