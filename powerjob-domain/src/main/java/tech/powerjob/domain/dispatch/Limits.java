package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.common.model.JobOptions.RateLimit;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;

/**
 * Keeps what jobs may not exceed in the whole cluster: runs at once, permits of pools, starts in a
 * time. An instance that is with a worker holds its permits by that fact alone; nothing has to give
 * them back.
 */
public interface Limits {
  /** A dispatch that is allowed only within limits. */
  record Claim(JobInstance instance, Job job, Dispatched change) {
    /** How many runs of the job may be with workers; 0 for no limit. */
    int maxInstanceNum() {
      return job.getMaxInstanceNum();
    }

    /** Pools that it needs permits of. */
    public List<PoolUse> pools() {
      var pools = job.getOptions().getPools();
      return pools == null ? List.of() : pools;
    }

    /** How often the job may start, if that is limited. */
    public Optional<RateLimit> rate() {
      return Optional.ofNullable(job.getOptions().getRateLimit());
    }
  }

  /** What became of a claim. */
  sealed interface Outcome {
    /** It took effect. */
    record Admitted() implements Outcome {}

    /** The instance is no longer where it was; nothing is to be done. */
    record Gone() implements Outcome {}

    /** So many runs of the job are with workers. */
    record TooMany(int dispatched) implements Outcome {}

    /**
     * The pool has too few free permits, or others are first.
     *
     * @param capacity its permits; empty if there is no such pool
     */
    record PoolFull(String pool, int wanted, int inUse, Optional<Integer> capacity)
        implements Outcome {}

    /** The rate allows it at this instant, by this server's clock, and keeps that place for it. */
    record TooEarly(Instant slot) implements Outcome {}
  }

  /**
   * Whose instances wait.
   *
   * @param jobId only this job's, if given
   */
  record Waiters(long appId, Optional<Long> jobId, WaitingFor reason) {}

  /**
   * Applies in one transaction those claims that the limits allow, in their order.
   *
   * @return what became of each, in the same order
   */
  List<Outcome> admit(List<Claim> claims, Instant now);

  /** Instances that wait, in the order of their turns. */
  List<JobInstance> waiting(Waiters waiters, int limit);

  /** Instances that wait for one of an application's pools, in the order of their turns. */
  List<JobInstance> waitingForPools(long appId, Collection<String> pools, int limit);

  /** How many instances of a job wait for their turn. */
  int queued(long jobId);

  /** Instances of a job that are with workers, the one dispatched first first. */
  List<JobInstance> dispatched(long jobId, int limit);

  /**
   * Removes rows that mean nothing any more.
   *
   * @return how many were found, at most the limit
   */
  int sweep(int limit);

  /** Whether a dispatch of the job has to ask here. */
  static boolean concern(Job job) {
    var options = job.getOptions();
    return job.getMaxInstanceNum() > 0
        || options.getRateLimit() != null
        || (options.getPools() != null && !options.getPools().isEmpty());
  }
}
