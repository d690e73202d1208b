package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.TaskReport;

/** Who takes part, as far as the coordinator has heard. Not thread-safe. */
final class Members {
  /** Who is not heard for so long is taken for dead. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  private static final int SHOWN = 100;

  private static final class Heard {
    private long at;
    private List<TaskReport.Running> running = List.of();
  }

  private final int most;
  private final Map<String, Heard> heard = new HashMap<>();
  private final Set<String> admitted = new LinkedHashSet<>();

  /** The time from which on silence counts, by the ticker. */
  private final long began;

  Members(Distribution distribution, long now) {
    most = distribution.maxWorkerCount();
    began = now;
    if (most > 0) {
      distribution.workers().stream()
          .limit(most)
          .map(Distribution.Member::workerId)
          .forEach(admitted::add);
    }
  }

  /**
   * Notes that somebody said something.
   *
   * @return whether the announcement changes
   */
  boolean hear(Said said, long now) {
    if (said.leaves()) {
      heard.remove(said.workerId());
      return admitted.remove(said.workerId());
    }
    boolean newly =
        said.asks() && most > 0 && admitted.size() < most && admitted.add(said.workerId());
    if (said.running() != null) {
      heard.computeIfAbsent(said.workerId(), key -> new Heard()).running = said.running();
    }
    var member = heard.get(said.workerId());
    if (member != null) {
      member.at = now;
    }
    return newly;
  }

  /** Forgets those who are silent; returns whether the announcement changes. */
  boolean expire(long now) {
    heard.values().removeIf(each -> now - each.at > SILENCE.toNanos());
    return most > 0
        && now - began > SILENCE.toNanos()
        && admitted.removeIf(each -> !heard.containsKey(each));
  }

  /** Whether a worker has been silent for too long. */
  boolean isSilent(String workerId, long now) {
    var member = heard.get(workerId);
    return now - (member == null ? began : member.at) > SILENCE.toNanos();
  }

  /** Who may take part; {@code null} for anybody. */
  List<String> admitted() {
    return most > 0 ? List.copyOf(admitted) : null;
  }

  int vacancies() {
    return most > 0 ? most - admitted.size() : 0;
  }

  int count() {
    return heard.size();
  }

  List<TaskReport.Running> running() {
    var all = new ArrayList<TaskReport.Running>();
    for (var each : heard.values()) {
      all.addAll(each.running.subList(0, Math.min(each.running.size(), SHOWN - all.size())));
    }
    return all;
  }

  int runningCount() {
    return heard.values().stream().mapToInt(each -> each.running.size()).sum();
  }
}
