package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tech.powerjob.common.model.JobOptions.Overlap;
import tech.powerjob.common.model.JobOptions.OverlapPolicy;
import tech.powerjob.domain.dispatch.Limits.Claim;
import tech.powerjob.domain.dispatch.Limits.Outcome;
import tech.powerjob.domain.dispatch.Limits.Waiters;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.InstanceChange.Canceled;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;

/**
 * Dispatches instances of jobs that have limits: those whose turn is first as far as the limits go,
 * and the others as their job's overlap policy says. What is counted here without a lock only
 * spares useless claims; {@link Limits#admit} has the last word. Thread-safe.
 */
final class LimitedDispatch {
  private static final int QUEUE_LIMIT = 1_000;

  /** How many of a job's queue are looked at together. */
  static final int LOOK_AHEAD = 100;

  private final Instances instances;
  private final Limits limits;
  private final Displacement displacement;
  private final Dispatcher dispatcher;

  LimitedDispatch(
      Instances instances, Limits limits, Displacement displacement, Dispatcher dispatcher) {
    this.instances = instances;
    this.limits = limits;
    this.displacement = displacement;
    this.dispatcher = dispatcher;
  }

  /** One round; what it decided but has not applied yet. */
  private final class Round {
    private final Parking parking;
    private final Instant now;
    private final List<Claim> claims = new ArrayList<>();
    private final List<Step> others = new ArrayList<>();
    private final List<Step> admitted = new ArrayList<>();
    private final List<Claim> displacing = new ArrayList<>();
    private final Map<Long, Integer> queued = new LinkedHashMap<>();

    Round(Parking parking, Instant now) {
      this.parking = parking;
      this.now = now;
    }

    void plan(Job job, List<JobInstance> due) {
      int max = job.getMaxInstanceNum();
      int free = max > 0 ? max - instances.countDispatched(job.getId()) : Integer.MAX_VALUE;
      for (var instance : inTurn(job, due)) {
        boolean room = free > 0 || displaces(job, instance);
        if (instance.missedDeadline(now).isEmpty() && !room) {
          overflow(instance, job, max - free);
          continue;
        }
        var step = dispatcher.decide(job, instance, parking, now);
        if (step.isPresent() && step.get().change() instanceof Dispatched change) {
          claims.add(new Claim(instance, job, change));
          free--;
        } else {
          step.ifPresent(others::add);
        }
      }
    }

    private List<JobInstance> inTurn(Job job, List<JobInstance> due) {
      boolean queue =
          job.getMaxInstanceNum() > 0
              && due.stream().anyMatch(each -> policy(job, each) == OverlapPolicy.QUEUE);
      if (!queue) {
        return due;
      }
      var all = new LinkedHashMap<Long, JobInstance>();
      due.forEach(each -> all.put(each.instanceId(), each));
      var line = new Waiters(job.getAppId(), Optional.of(job.getId()), WaitingFor.TURN);
      limits.waiting(line, LOOK_AHEAD).forEach(each -> all.putIfAbsent(each.instanceId(), each));
      return all.values().stream()
          .sorted(
              Comparator.comparingLong(JobInstance::turn).thenComparing(JobInstance::instanceId))
          .toList();
    }

    void claim() {
      if (claims.isEmpty()) {
        return;
      }
      var outcomes = claimAll();
      for (int i = 0; i < claims.size(); i++) {
        settle(claims.get(i), outcomes.get(i));
      }
    }

    private List<Outcome> claimAll() {
      try {
        return limits.admit(claims, now);
      } catch (RuntimeException e) {
        claims.forEach(claim -> dispatcher.steps().undo(step(claim)));
        throw e;
      }
    }

    private void settle(Claim claim, Outcome outcome) {
      var step = step(claim);
      if (outcome instanceof Outcome.Admitted) {
        admitted.add(step);
        return;
      }
      if (outcome instanceof Outcome.TooMany && displaces(claim.job(), claim.instance())) {
        displacing.add(claim);
        return;
      }
      dispatcher.steps().undo(step);
      turnAway(claim, outcome);
    }

    /** What becomes of a claim that was not admitted. */
    void turnAway(Claim claim, Outcome outcome) {
      var instance = claim.instance();
      if (outcome instanceof Outcome.TooMany many) {
        overflow(instance, claim.job(), many.dispatched());
      } else if (outcome instanceof Outcome.PoolFull full) {
        waitForPool(instance, claim.job(), full);
      } else if (outcome instanceof Outcome.TooEarly early) {
        parking
            .parkUntil(
                instance,
                claim.job(),
                early.slot(),
                "options.rateLimit lets it start at " + early.slot())
            .ifPresent(others::add);
      }
    }

    private void waitForPool(JobInstance instance, Job job, Outcome.PoolFull full) {
      var facts = new LinkedHashMap<String, Object>();
      facts.put("pool", full.pool());
      facts.put("wanted", full.wanted());
      facts.put("inUse", full.inUse());
      full.capacity().ifPresent(capacity -> facts.put("capacity", capacity));
      var detail =
          full.capacity().isEmpty()
              ? "there is no pool '%s'".formatted(full.pool())
              : "pool '%s' has %d of %d permits in use; it wants %d and others may be before it"
                  .formatted(full.pool(), full.inUse(), full.capacity().get(), full.wanted());
      parking
          .park(
              instance,
              job,
              WaitingFor.POOL,
              full.pool().hashCode(),
              Optional.empty(),
              detail,
              facts)
          .ifPresent(others::add);
    }

    /** What becomes of an instance that {@code maxInstanceNum} does not allow now. */
    private void overflow(JobInstance instance, Job job, int dispatched) {
      int max = job.getMaxInstanceNum();
      var facts = Map.<String, Object>of("maxInstanceNum", max, "dispatched", dispatched);
      var reason =
          "maxInstanceNum is %d and %d are with workers already".formatted(max, dispatched);
      switch (policy(job, instance)) {
        case FAIL ->
            others.add(
                Dispatcher.refused(
                    instance,
                    job,
                    "too many instances(%d>%d)".formatted(dispatched, max),
                    reason,
                    facts,
                    now));
        case SKIP -> others.add(skipped(instance, job, reason, facts));
        case QUEUE, CANCEL_OLDEST -> queue(instance, job, reason, facts);
      }
    }

    private Step skipped(JobInstance instance, Job job, String reason, Map<String, Object> facts) {
      return new Step(
          instance,
          job,
          new Canceled(Target.of(instance), "skipped (options.overlap is SKIP): " + reason, now),
          Optional.of(
              InstanceEvent.of(
                  instance,
                  now,
                  InstanceEvent.Kind.SKIPPED,
                  reason + "; options.overlap is SKIP",
                  facts)));
    }

    private void queue(JobInstance instance, Job job, String reason, Map<String, Object> facts) {
      boolean newcomer = instance.waitingFor().filter(WaitingFor.TURN::equals).isEmpty();
      if (newcomer && instance.trigger() != Trigger.BACKFILL) {
        int limit =
            Optional.ofNullable(job.getOptions().getOverlap())
                .map(Overlap::queueLimit)
                .orElse(QUEUE_LIMIT);
        int before = queued.computeIfAbsent(job.getId(), limits::queued);
        if (before >= limit) {
          others.add(
              Dispatcher.refused(
                  instance,
                  job,
                  "too many instances(%s>%d), and the queue is full(%d)"
                      .formatted(facts.get("dispatched"), job.getMaxInstanceNum(), limit),
                  reason + "; options.overlap.queueLimit is %d".formatted(limit),
                  facts,
                  now));
          return;
        }
        queued.put(job.getId(), before + 1);
      }
      parking
          .park(
              instance,
              job,
              WaitingFor.TURN,
              job.getId(),
              Optional.empty(),
              reason + "; it is queued",
              facts)
          .ifPresent(others::add);
    }
  }

  private static Step step(Claim claim) {
    return new Step(claim.instance(), claim.job(), claim.change(), Optional.empty());
  }

  private static boolean displaces(Job job, JobInstance instance) {
    return policy(job, instance) == OverlapPolicy.CANCEL_OLDEST;
  }

  /** Runs that make up for a past range must not push each other or anything else away. */
  private static OverlapPolicy policy(Job job, JobInstance instance) {
    if (instance.trigger() == Trigger.BACKFILL) {
      return OverlapPolicy.QUEUE;
    }
    var overlap = job.getOptions().getOverlap();
    return overlap == null ? OverlapPolicy.FAIL : overlap.policy();
  }

  /** Dispatches due instances, by job, which are in the order of their turns. */
  void dispatch(
      Map<Long, List<JobInstance>> due, Map<Long, Job> definitions, Parking parking, Instant now) {
    var round = new Round(parking, now);
    new TreeMap<>(due).forEach((jobId, each) -> round.plan(definitions.get(jobId), each));
    round.claim();
    for (var claim : round.displacing) {
      var outcome = displacement.makeRoom(claim, now);
      if (outcome instanceof Outcome.Admitted) {
        round.admitted.add(step(claim));
      } else {
        dispatcher.steps().undo(step(claim));
        round.turnAway(claim, outcome);
      }
    }
    dispatcher.steps().follow(round.admitted, now);
    dispatcher.steps().apply(round.others, now);
  }
}
