package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.dispatch.Vacancies;
import tech.powerjob.server.task.TaskJanitor;

/** Removes what nobody needs any more: old runs and their traces, permits, keys, lost workers. */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration RETENTION_TURN = Duration.ofMinutes(10);
  private static final Duration RETENTION_PAUSE = Duration.ofMillis(100);

  /** So long a node that no workflow uses is kept: an editor may be about to save one. */
  private static final Duration UNBOUND_NODES_KEPT = Duration.ofDays(1);

  private static final Duration HTTP_WORKERS_KEPT = Duration.ofDays(1);
  private static final Duration TIDY_TURN = Duration.ofSeconds(10);
  private static final int SWEPT_AT_ONCE = 1_000;

  private final EngineParts parts;
  private final Vacancies vacancies;
  private volatile Instant tidied = Instant.EPOCH;

  Housekeeping(EngineParts parts, Vacancies vacancies) {
    this.parts = parts;
    this.vacancies = vacancies;
  }

  Duration retentionTurn() {
    parts.oldInstances().deleteUnboundNodes(parts.now().minus(UNBOUND_NODES_KEPT));
    if (parts.retention().isEmpty()) {
      return RETENTION_TURN;
    }
    var before = parts.now().minus(parts.retention().get());
    var owned = parts.owned();
    if (parts.oldInstances().deleteSome(owned, before)
        | parts.oldWorkflowRuns().deleteSome(owned, before)) {
      return RETENTION_PAUSE;
    }
    parts.oldInstances().deleteHistory(before);
    return RETENTION_TURN;
  }

  Duration tasksTurn() {
    parts.taskJanitor().turn(parts.now());
    return TaskJanitor.TURN;
  }

  /** Removes small things, now and then: it may be called often. */
  void tidy(Instant now) {
    if (tidied.plus(TIDY_TURN).isAfter(now)) {
      return;
    }
    tidied = now;
    vacancies.forgetSeen();
    parts.keys().forgetOld(now);
    parts.httpWorkers().forgetBefore(now.minus(HTTP_WORKERS_KEPT));
    int swept = parts.limits().sweep(SWEPT_AT_ONCE);
    if (swept > 0) {
      LOG.debug("{} permits of finished instances removed", swept);
    }
  }

  /** The instant from which on everything is still known. */
  Instant keptSince() {
    return parts.retention().map(kept -> parts.now().minus(kept)).orElse(Instant.EPOCH);
  }
}
