package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.dispatch.Limits.Claim;
import tech.powerjob.domain.dispatch.Limits.Outcome;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceChange.Stopped;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.InstanceEpoch;

/** Stops the oldest run of a job to make room for a newer one. Thread-safe. */
final class Displacement {
  /** Others may take the place that was made; then the next oldest has to go. */
  private static final int ATTEMPTS = 3;

  private final Instances instances;
  private final Limits limits;
  private final InstanceEvents events;
  private final Workers workers;
  private final WorkerGateway gateway;
  private final Completions completions;

  Displacement(
      Instances instances,
      Limits limits,
      InstanceEvents events,
      Workers workers,
      WorkerGateway gateway,
      Completions completions) {
    this.instances = instances;
    this.limits = limits;
    this.events = events;
    this.workers = workers;
    this.gateway = gateway;
    this.completions = completions;
  }

  /**
   * Stops runs until the claim is admitted, or something else than the number of runs is against
   * it.
   */
  Outcome makeRoom(Claim claim, Instant now) {
    Outcome outcome = new Outcome.TooMany(claim.maxInstanceNum());
    for (int attempt = 0; attempt < ATTEMPTS && outcome instanceof Outcome.TooMany; attempt++) {
      limits.dispatched(claim.job().getId(), 1).forEach(oldest -> stop(oldest, claim, now));
      outcome = limits.admit(List.of(claim), now).get(0);
    }
    return outcome;
  }

  private void stop(JobInstance oldest, Claim claim, Instant now) {
    long newer = claim.instance().instanceId();
    var stopped =
        new Stopped(
            Target.of(oldest),
            "stopped for the newer instance %d (options.overlap is CANCEL_OLDEST)".formatted(newer),
            now);
    if (instances.apply(List.of(stopped)).isEmpty()) {
      return; // It has just ended by itself.
    }
    gateway.stop(
        oldest.workerId(), oldest.appId(), new InstanceEpoch(oldest.instanceId(), oldest.epoch()));
    workers.over(oldest.workerId());
    events.record(
        List.of(
            InstanceEvent.of(
                oldest,
                now,
                InstanceEvent.Kind.DISPLACED,
                stopped.result(),
                Map.of("newer", Long.toString(newer)))));
    completions.ended(List.of(Completion.of(oldest, InstanceStatus.STOPPED, now)));
  }
}
