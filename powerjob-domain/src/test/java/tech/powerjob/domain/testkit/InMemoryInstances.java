package tech.powerjob.domain.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.worker.Partitions;

/** Instances in a map, moved by {@link InstanceChange#applyTo}. Thread-safe. */
public final class InMemoryInstances implements Instances {
  private final Map<Long, JobInstance> instances = new LinkedHashMap<>();

  @Override
  public synchronized void insert(List<JobInstance> added) {
    for (var instance : added) {
      var due = instance.dueTime();
      boolean taken =
          instances.containsKey(instance.instanceId())
              || (due.isPresent()
                  && instances.values().stream()
                      .anyMatch(
                          each -> each.jobId() == instance.jobId() && each.dueTime().equals(due)));
      if (taken) {
        throw new IllegalStateException("duplicate " + instance);
      }
    }
    added.forEach(instance -> instances.put(instance.instanceId(), instance));
  }

  @Override
  public synchronized List<InstanceChange> apply(List<? extends InstanceChange> changes) {
    var effective = new ArrayList<InstanceChange>();
    for (var change : changes) {
      var after = find(change.target().instanceId()).flatMap(change::applyTo);
      if (after.isPresent()) {
        instances.put(after.get().instanceId(), after.get());
        effective.add(change);
      }
    }
    return effective;
  }

  @Override
  public synchronized Optional<JobInstance> find(long instanceId) {
    return Optional.ofNullable(instances.get(instanceId));
  }

  @Override
  public synchronized List<JobInstance> findAll(Collection<Long> instanceIds) {
    return instanceIds.stream().flatMap(id -> find(id).stream()).toList();
  }

  /** Everything, in the order of insertion. */
  public synchronized List<JobInstance> all() {
    return List.copyOf(instances.values());
  }

  @Override
  public synchronized List<JobInstance> findDue(Partitions partitions, Instant until, int limit) {
    return instances.values().stream()
        .filter(each -> each.deadline().filter(deadline -> !deadline.isAfter(until)).isPresent())
        .filter(each -> partitions.contains(each.partition()))
        .sorted(Comparator.comparing(each -> each.deadline().orElseThrow()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<JobInstance> findUnfinishedOf(String workerId) {
    return instances.values().stream()
        .filter(each -> workerId.equals(each.workerId()) && !each.isFinished())
        .filter(each -> each.status() != InstanceStatus.WAITING_DISPATCH)
        .toList();
  }

  @Override
  public synchronized int countDispatched(long jobId) {
    return (int)
        instances.values().stream()
            .filter(each -> each.jobId() == jobId && !each.isFinished())
            .filter(each -> each.status() != InstanceStatus.WAITING_DISPATCH)
            .count();
  }
}
