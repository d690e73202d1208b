package tech.powerjob.domain.instance;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.worker.Partitions;

/** The store of instances. Each writing call is one transaction. */
public interface Instances {
  /** Adds new instances. */
  void insert(List<JobInstance> instances);

  /**
   * Applies changes, at most one for each instance.
   *
   * @return the changes that took effect, in any order
   */
  List<InstanceChange> apply(List<? extends InstanceChange> changes);

  Optional<JobInstance> find(long instanceId);

  /** Those of these ids that exist, in any order. */
  List<JobInstance> findAll(Collection<Long> instanceIds);

  /**
   * Unfinished instances of the given partitions whose deadline is not after {@code until}, first
   * first.
   */
  List<JobInstance> findDue(Partitions partitions, Instant until, int limit);

  /** Unfinished instances that were given to this worker. */
  List<JobInstance> findUnfinishedOf(String workerId);

  /** How many instances of a job are with a worker, received or not. */
  int countDispatched(long jobId);
}
