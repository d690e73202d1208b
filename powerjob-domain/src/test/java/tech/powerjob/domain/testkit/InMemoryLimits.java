package tech.powerjob.domain.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.dispatch.Limits;
import tech.powerjob.domain.dispatch.RateState;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;

/** Limits over instances in memory. Thread-safe: every call is one step. */
public final class InMemoryLimits implements Limits {
  private static final Comparator<JobInstance> BY_TURN =
      Comparator.comparingLong(JobInstance::turn).thenComparing(JobInstance::instanceId);

  private final InMemoryInstances instances;
  private final Map<String, Integer> capacities = new HashMap<>();
  private final Map<String, Map<Long, Integer>> permits = new HashMap<>();
  private final Map<Long, RateState> rates = new HashMap<>();

  public InMemoryLimits(InMemoryInstances instances) {
    this.instances = instances;
  }

  public synchronized void pool(String name, int capacity) {
    capacities.put(name, capacity);
  }

  @Override
  public synchronized List<Outcome> admit(List<Claim> claims, Instant now) {
    var outcomes = new ArrayList<Outcome>();
    claims.forEach(claim -> outcomes.add(admit(claim, now)));
    return outcomes;
  }

  private Outcome admit(Claim claim, Instant now) {
    var found = instances.find(claim.instance().instanceId());
    if (found.flatMap(claim.change()::applyTo).isEmpty()) {
      return new Outcome.Gone();
    }
    int max = claim.job().getMaxInstanceNum();
    int dispatched = instances.countDispatched(claim.job().getId());
    if (max > 0 && dispatched >= max) {
      return new Outcome.TooMany(dispatched);
    }
    for (var use : claim.pools()) {
      var full = poolFull(claim, use.name(), Optional.ofNullable(use.permits()).orElse(1));
      if (full.isPresent()) {
        return full.get();
      }
    }
    if (claim.rate().isPresent()) {
      boolean returning = claim.instance().waitingFor().filter(WaitingFor.RATE::equals).isPresent();
      var answer =
          rates
              .getOrDefault(claim.job().getId(), RateState.UNUSED)
              .ask(claim.rate().get(), returning, now);
      rates.put(claim.job().getId(), answer.after());
      if (answer.slot().isPresent()) {
        return new Outcome.TooEarly(answer.slot().get());
      }
    }
    List<InstanceChange> effective = instances.apply(List.of(claim.change()));
    return effective.isEmpty() ? new Outcome.Gone() : new Outcome.Admitted();
  }

  private Optional<Outcome> poolFull(Claim claim, String pool, int wanted) {
    long id = claim.instance().instanceId();
    var users = permits.computeIfAbsent(pool, name -> new LinkedHashMap<>());
    users.put(id, wanted);
    int used = 0;
    boolean behind = false;
    for (var user : users.entrySet()) {
      var other = instances.find(user.getKey()).orElseThrow();
      if (isDispatched(other)) {
        used += user.getValue();
      } else if (user.getKey() != id
          && isWaiting(other, WaitingFor.POOL)
          && BY_TURN.compare(other, claim.instance()) < 0) {
        behind = true;
      }
    }
    var capacity = Optional.ofNullable(capacities.get(pool));
    return !behind && capacity.isPresent() && used + wanted <= capacity.get()
        ? Optional.empty()
        : Optional.of(new Outcome.PoolFull(pool, wanted, used, capacity));
  }

  private static boolean isDispatched(JobInstance instance) {
    return instance.status() == InstanceStatus.WAITING_WORKER_RECEIVE
        || instance.status() == InstanceStatus.RUNNING;
  }

  private static boolean isWaiting(JobInstance instance, WaitingFor reason) {
    return instance.status() == InstanceStatus.WAITING_DISPATCH
        && instance.waitingFor().filter(reason::equals).isPresent();
  }

  @Override
  public synchronized List<JobInstance> waiting(Waiters waiters, int limit) {
    return instances.all().stream()
        .filter(each -> each.appId() == waiters.appId() && isWaiting(each, waiters.reason()))
        .filter(each -> waiters.jobId().map(id -> id == each.jobId()).orElse(true))
        .sorted(BY_TURN)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<JobInstance> waitingForPools(
      long appId, Collection<String> pools, int limit) {
    return instances.all().stream()
        .filter(each -> isWaiting(each, WaitingFor.POOL))
        .filter(
            each ->
                pools.stream()
                    .anyMatch(
                        pool ->
                            permits.getOrDefault(pool, Map.of()).containsKey(each.instanceId())))
        .sorted(BY_TURN)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized int sweep(int limit) {
    return 0;
  }

  @Override
  public synchronized int queued(long jobId) {
    return (int)
        instances.all().stream()
            .filter(each -> each.jobId() == jobId && isWaiting(each, WaitingFor.TURN))
            .count();
  }

  @Override
  public synchronized List<JobInstance> dispatched(long jobId, int limit) {
    return instances.all().stream()
        .filter(each -> each.jobId() == jobId && isDispatched(each))
        .sorted(Comparator.comparing(each -> each.actualTriggerTime().orElseThrow()))
        .limit(limit)
        .toList();
  }
}
