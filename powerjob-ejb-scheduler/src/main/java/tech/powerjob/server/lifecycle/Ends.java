package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.instance.Trigger;

/**
 * Jobs of which a run has ended, on their way to the thread that sees to fixed delays. Bounded:
 * when too much ends at once the rest is left to the sweep. Thread-safe.
 */
final class Ends {
  private static final int CAPACITY = 10_000;

  private final LinkedBlockingQueue<Long> jobIds = new LinkedBlockingQueue<>(CAPACITY);

  void add(List<Completion> completions) {
    for (var each : completions) {
      if (each.trigger().isEmpty() || each.trigger().get() == Trigger.SCHEDULE) {
        jobIds.offer(each.jobId());
      }
    }
  }

  /** Waits for some; empty when the patience ends. */
  Set<Long> take(Duration patience) throws InterruptedException {
    var first = jobIds.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (first == null) {
      return Set.of();
    }
    var taken = new ArrayList<Long>(List.of(first));
    jobIds.drainTo(taken, CAPACITY);
    return new LinkedHashSet<>(taken);
  }
}
