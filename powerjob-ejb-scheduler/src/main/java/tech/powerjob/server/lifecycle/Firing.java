package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.time.Instant;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.schedule.FixedDelays;
import tech.powerjob.domain.schedule.Scheduler;

/** Makes instances and runs of what falls due, and keeps fixed delays going. */
final class Firing {
  private static final Duration FIRE_TURN = Duration.ofMillis(250);

  /** How long a fixed delay waits at most whose end nobody told. */
  private static final Duration SWEEP_TURN = Duration.ofSeconds(3);

  private final EngineParts parts;
  private final Scheduler scheduler;
  private final FixedDelays delays;
  private final Ends ends = new Ends();
  private volatile Instant swept = Instant.EPOCH;

  Firing(EngineParts parts, ReleaseQueue releases, Completions completions) {
    this.parts = parts;
    this.scheduler =
        new Scheduler(
            parts.jobs(), parts.ledger(), releases, parts.ids(), parts.schedules(), parts.pauses());
    this.delays = new FixedDelays(parts.jobs(), parts.ledger(), parts.schedules(), scheduler);
    completions.listen(ends::add);
  }

  Duration jobsTurn() {
    scheduler.fireDue(parts.owned(), parts.now());
    return FIRE_TURN;
  }

  Duration workflowsTurn() {
    parts.workflowScheduler().fireDue(parts.owned(), parts.now());
    return FIRE_TURN;
  }

  Duration delayTurn() throws InterruptedException {
    var jobIds = ends.take(SWEEP_TURN);
    if (!jobIds.isEmpty()) {
      delays.ended(jobIds, parts.now());
    }
    if (!parts.now().isBefore(swept.plus(SWEEP_TURN))) {
      swept = parts.now();
      delays.sweep(parts.owned(), parts.now());
    }
    return Duration.ZERO;
  }
}
