package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.worker.Worker;

/**
 * Chooses a worker. Pure but for the dice of the RANDOM and SPECIFY strategies; thread-safe if they
 * are.
 */
public final class DispatchPolicy {
  private final RandomGenerator dice;

  public DispatchPolicy(RandomGenerator dice) {
    this.dice = dice;
  }

  /**
   * Decides on one instance of a job.
   *
   * @param job the job, {@code null} if it does not exist
   * @param jobId id of the job
   * @param dispatched how many of its instances are with workers; only looked at when the job has a
   *     limit
   * @param workers the workers of the job's application, lost ones too
   * @param complete whether {@code workers} can be relied on to name every live worker
   */
  public DispatchDecision decide(
      Job job, long jobId, int dispatched, List<Worker> workers, boolean complete, Instant now) {
    if (job == null) {
      var text = "can't find job by id " + jobId;
      return new DispatchDecision.Refuse(text, text);
    }
    int max = job.getMaxInstanceNum();
    if (max > 0 && dispatched >= max) {
      return new DispatchDecision.Refuse(
          "too many instances(%d>%d)".formatted(dispatched, max),
          "maxInstanceNum is %d and %d are with workers already".formatted(max, dispatched));
    }
    var turnedDown = new ArrayList<String>();
    var candidates =
        workers.stream().filter(worker -> isEligible(job, worker, now, turnedDown)).toList();
    if (candidates.isEmpty()) {
      var reason = reason(workers, turnedDown);
      return complete
          ? new DispatchDecision.Refuse("no worker available", reason)
          : new DispatchDecision.WaitForWorker(
              reason + "; the server has just started, so workers may still be on their way");
    }
    var free = candidates.stream().filter(worker -> !worker.heartbeat().overload()).toList();
    if (free.isEmpty()) {
      return new DispatchDecision.WaitForWorker(
          "all %d suitable workers have as many runs as they may".formatted(candidates.size()));
    }
    return new DispatchDecision.SendTo(choose(job, free));
  }

  private static String reason(List<Worker> workers, List<String> turnedDown) {
    return workers.isEmpty()
        ? "no worker of the application has ever connected to this server"
        : "none of the application's workers will do: " + String.join(", ", turnedDown);
  }

  private static boolean isEligible(Job job, Worker worker, Instant now, List<String> turnedDown) {
    String objection = null;
    if (!worker.isAlive(now)) {
      objection = worker.heartbeat().gone() ? "has left" : "is lost";
    } else if (worker.heartbeat().stopping()) {
      objection = "is stopping";
    } else if (!isDesignated(job, worker)) {
      objection = "is not designated";
    } else if (!worker.hasRoomFor(
        job.getMinCpuCores(), job.getMinMemorySpace(), job.getMinDiskSpace())) {
      objection = "lacks processor, memory or disk";
    }
    if (objection != null) {
      turnedDown.add(worker.address() + " " + objection);
    }
    return objection == null;
  }

  private static boolean isDesignated(Job job, Worker worker) {
    var designated = entries(job.getDesignatedWorkers());
    return designated.isEmpty()
        || designated.contains(worker.address())
        || designated.contains(worker.tag());
  }

  private static Set<String> entries(String commaList) {
    if (commaList == null) {
      return Set.of();
    }
    return Arrays.stream(commaList.split(","))
        .map(String::trim)
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.toSet());
  }

  private Worker choose(Job job, List<Worker> free) {
    return switch (job.getDispatchStrategy()) {
      case HEALTH_FIRST -> healthiest(free);
      case RANDOM, ROUND_ROBIN -> any(free);
      case SPECIFY -> any(specified(job.getDispatchStrategyConfig(), free));
    };
  }

  private static Worker healthiest(List<Worker> workers) {
    return workers.stream().min(Comparator.comparingDouble(Worker::burden)).orElseThrow();
  }

  private Worker any(List<Worker> workers) {
    return workers.get(dice.nextInt(workers.size()));
  }

  /** The workers that a SPECIFY configuration names; all of them when it names none. */
  private static List<Worker> specified(String config, List<Worker> workers) {
    var text = config == null ? "" : config.trim();
    var matching = workers.stream().filter(worker -> matches(text, worker)).toList();
    return matching.isEmpty() ? workers : matching;
  }

  private static boolean matches(String config, Worker worker) {
    if (config.startsWith("tagIn:")) {
      return worker.tag().contains(config.substring("tagIn:".length()).trim());
    }
    if (config.startsWith("tagEquals:")) {
      return worker.tag().equals(config.substring("tagEquals:".length()).trim());
    }
    var names = entries(config);
    return names.contains(worker.address()) || names.contains(worker.tag());
  }
}
