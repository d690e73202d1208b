package tech.powerjob.domain.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.worker.Worker;

/** The dispatch strategies: one of several workers that would all do. Thread-safe. */
final class WorkerChoice {
  /** Jobs whose turns are remembered; one that is forgotten starts with any worker. */
  private static final int JOBS_KEPT = 10_000;

  private final RandomGenerator dice;

  /** For each job, when each worker had its last turn. Guarded by itself. */
  private final Map<Long, Map<String, Long>> turns =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Map<String, Long>> eldest) {
          return size() > JOBS_KEPT;
        }
      };

  private long turn;

  WorkerChoice(RandomGenerator dice) {
    this.dice = dice;
  }

  /**
   * Chooses by the job's strategy.
   *
   * @param workers at least one
   */
  Worker choose(Job job, List<Worker> workers) {
    var candidates = best(job.getMaxWorkerCount(), workers);
    return switch (job.getDispatchStrategy()) {
      case HEALTH_FIRST -> leastBurdened(candidates);
      case RANDOM -> any(candidates);
      case ROUND_ROBIN -> next(job.getId(), candidates);
      case SPECIFY -> any(specified(job.getDispatchStrategyConfig(), candidates));
    };
  }

  /** The healthiest so many; all if there is no bound. */
  private static List<Worker> best(int count, List<Worker> workers) {
    return count <= 0 || workers.size() <= count
        ? workers
        : workers.stream()
            .sorted(Comparator.comparingDouble(Worker::score).reversed())
            .limit(count)
            .toList();
  }

  /** Equals are left to chance: the first in some order would get all the short runs. */
  private Worker leastBurdened(List<Worker> workers) {
    var equals = new ArrayList<Worker>(workers.size());
    double least = Double.POSITIVE_INFINITY;
    for (var worker : workers) {
      double burden = worker.burden();
      if (burden < least) {
        least = burden;
        equals.clear();
      }
      if (burden == least) {
        equals.add(worker);
      }
    }
    return any(equals);
  }

  private Worker any(List<Worker> workers) {
    return workers.size() == 1 ? workers.get(0) : workers.get(dice.nextInt(workers.size()));
  }

  /** The one whose last turn is longest ago, so that comings and goings favour nobody. */
  private Worker next(long jobId, List<Worker> workers) {
    synchronized (turns) {
      var last = turns.computeIfAbsent(jobId, id -> new HashMap<>());
      var next =
          workers.stream()
              .min(Comparator.comparingLong(worker -> last.getOrDefault(worker.id(), 0L)))
              .orElseThrow();
      last.put(next.id(), ++turn);
      if (last.size() > 2 * workers.size() + 8) {
        last.keySet().retainAll(workers.stream().map(Worker::id).collect(Collectors.toSet()));
      }
      return next;
    }
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
    return isNamed(config, worker);
  }

  /** Whether a comma list has the worker's address or its whole tag; spaces do not matter. */
  static boolean isNamed(String commaList, Worker worker) {
    var names = entries(commaList);
    return names.contains(worker.address())
        || (!worker.tag().isEmpty() && names.contains(worker.tag().trim()));
  }

  /** The entries of a comma list without spaces around them. */
  static Set<String> entries(String commaList) {
    return commaList == null || commaList.isBlank()
        ? Set.of()
        : Arrays.stream(commaList.split(","))
            .map(String::trim)
            .filter(entry -> !entry.isEmpty())
            .collect(Collectors.toSet());
  }
}
