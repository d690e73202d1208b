package tech.powerjob.server.workflow.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** When runs are to be looked at: each at the earliest instant that was asked for. */
final class Timers {
  private record Timer(Instant at, long runId) {}

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparing(Timer::runId));
  private final Map<Long, Instant> timerOf = new HashMap<>();

  /** Looks at a run at an instant, unless it does so earlier anyway. */
  void wake(long runId, Instant at) {
    var known = timerOf.get(runId);
    if (known == null || at.isBefore(known)) {
      timerOf.put(runId, at);
      timers.add(new Timer(at, runId));
    }
  }

  /** How long to wait for the next at most; the limit if it is farther or there is none. */
  Duration untilNext(Instant now, Duration limit) {
    if (timers.isEmpty()) {
      return limit;
    }
    var until = Duration.between(now, timers.peek().at());
    return until.compareTo(limit) < 0 ? until : limit;
  }

  /** The runs whose instant has come; they are forgotten here. */
  List<Long> due(Instant now) {
    var due = new ArrayList<Long>();
    while (!timers.isEmpty() && !timers.peek().at().isAfter(now)) {
      var timer = timers.poll();
      if (timerOf.remove(timer.runId(), timer.at())) {
        due.add(timer.runId());
      }
    }
    return due;
  }
}
