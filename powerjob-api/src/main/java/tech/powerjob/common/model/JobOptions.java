package tech.powerjob.common.model;

import java.io.Serializable;
import java.util.List;

/**
 * What a job may ask for beyond PowerJob's own fields. A field that is {@code null} means
 * PowerJob's behaviour. Saved as a whole: a request without options keeps those that are stored.
 * Not thread-safe.
 */
public class JobOptions {
  private String timeZone;
  private List<String> includeCalendars;
  private List<String> excludeCalendars;
  private Misfire misfire;
  private Long jitter;
  private Overlap overlap;
  private Long workerWait;
  private Integer priority;
  private RateLimit rateLimit;
  private List<PoolUse> pools;
  private Backoff instanceBackoff;
  private Backoff taskBackoff;
  private List<String> nonRetryableResults;
  private Long taskTimeLimit;
  private Long startDeadline;
  private Long finishDeadline;

  /** IANA name of the zone in which the schedule is meant; {@code null} for the server's. */
  public String getTimeZone() {
    return timeZone;
  }

  public JobOptions setTimeZone(String timeZone) {
    this.timeZone = timeZone;
    return this;
  }

  /** Names of calendars; the schedule fires only on days that are in one of them. */
  public List<String> getIncludeCalendars() {
    return includeCalendars;
  }

  public JobOptions setIncludeCalendars(List<String> includeCalendars) {
    this.includeCalendars = includeCalendars;
    return this;
  }

  /** Names of calendars; the schedule does not fire on days that are in one of them. */
  public List<String> getExcludeCalendars() {
    return excludeCalendars;
  }

  public JobOptions setExcludeCalendars(List<String> excludeCalendars) {
    this.excludeCalendars = excludeCalendars;
    return this;
  }

  /**
   * What becomes of instants that passed unserved; {@code null} for PowerJob's way: the first fires
   * at once, the others are skipped.
   */
  public Misfire getMisfire() {
    return misfire;
  }

  public JobOptions setMisfire(Misfire misfire) {
    this.misfire = misfire;
    return this;
  }

  /**
   * Runs start up to so many milliseconds after their instant, spread evenly; {@code null} or 0 for
   * none.
   */
  public Long getJitter() {
    return jitter;
  }

  public JobOptions setJitter(Long jitter) {
    this.jitter = jitter;
    return this;
  }

  /**
   * What becomes of a run that {@code maxInstanceNum} does not allow now; {@code null} for
   * PowerJob's way: it fails.
   */
  public Overlap getOverlap() {
    return overlap;
  }

  public JobOptions setOverlap(Overlap overlap) {
    this.overlap = overlap;
    return this;
  }

  /**
   * How long a run waits for a suitable worker before it fails, in milliseconds; {@code null} or 0
   * for PowerJob's way: not at all.
   */
  public Long getWorkerWait() {
    return workerWait;
  }

  public JobOptions setWorkerWait(Long workerWait) {
    this.workerWait = workerWait;
    return this;
  }

  /**
   * From 1, served last, to 10, served first; {@code null} for 5. A waiting run gains one step each
   * ten seconds.
   */
  public Integer getPriority() {
    return priority;
  }

  public JobOptions setPriority(Integer priority) {
    this.priority = priority;
    return this;
  }

  /** How many runs may start in a time; {@code null} for no limit. */
  public RateLimit getRateLimit() {
    return rateLimit;
  }

  public JobOptions setRateLimit(RateLimit rateLimit) {
    this.rateLimit = rateLimit;
    return this;
  }

  /** Permits of shared pools that a run holds from its dispatch to its end. */
  public List<PoolUse> getPools() {
    return pools;
  }

  public JobOptions setPools(List<PoolUse> pools) {
    this.pools = pools;
    return this;
  }

  /** Pauses before another run of a failed instance; {@code null} for 10 s each. */
  public Backoff getInstanceBackoff() {
    return instanceBackoff;
  }

  public JobOptions setInstanceBackoff(Backoff instanceBackoff) {
    this.instanceBackoff = instanceBackoff;
    return this;
  }

  /** Pauses before a worker tries a failed task again; {@code null} for none. */
  public Backoff getTaskBackoff() {
    return taskBackoff;
  }

  public JobOptions setTaskBackoff(Backoff taskBackoff) {
    this.taskBackoff = taskBackoff;
    return this;
  }

  /** Regular expressions; a failed run whose result contains a match is not tried again. */
  public List<String> getNonRetryableResults() {
    return nonRetryableResults;
  }

  public JobOptions setNonRetryableResults(List<String> nonRetryableResults) {
    this.nonRetryableResults = nonRetryableResults;
    return this;
  }

  /**
   * A task that runs for so many milliseconds is interrupted and has failed, which leaves it the
   * retries that it has; {@code null} or 0 for no limit. The task of a STANDALONE job is its run.
   */
  public Long getTaskTimeLimit() {
    return taskTimeLimit;
  }

  public JobOptions setTaskTimeLimit(Long taskTimeLimit) {
    this.taskTimeLimit = taskTimeLimit;
    return this;
  }

  /**
   * A run that no worker has started so many milliseconds after its expected time fails; {@code
   * null} for no such deadline.
   */
  public Long getStartDeadline() {
    return startDeadline;
  }

  public JobOptions setStartDeadline(Long startDeadline) {
    this.startDeadline = startDeadline;
    return this;
  }

  /**
   * A run that has not ended so many milliseconds after its expected time is stopped and fails;
   * {@code null} for no such deadline.
   */
  public Long getFinishDeadline() {
    return finishDeadline;
  }

  public JobOptions setFinishDeadline(Long finishDeadline) {
    this.finishDeadline = finishDeadline;
    return this;
  }

  /** How missed instants are treated. */
  public enum MisfirePolicy {
    /** The first missed instant fires at once and stands for the others. */
    FIRE_ONCE,
    /** The newest missed instants fire, up to the limit. */
    FIRE_ALL,
    /** None fires. */
    SKIP
  }

  /**
   * What becomes of instants that passed unserved.
   *
   * @param limit for FIRE_ALL: how many may fire, 1 to 1000; {@code null} for 100
   * @param window instants missed longer ago than so many milliseconds never fire; {@code null} for
   *     no bound, except that SKIP takes instants up to 10 s late as punctual
   */
  public record Misfire(MisfirePolicy policy, Integer limit, Long window) implements Serializable {}

  /** What becomes of a run that has to share with others of its job. */
  public enum OverlapPolicy {
    /** It fails. */
    FAIL,
    /** It is cancelled. */
    SKIP,
    /** It waits for its turn. */
    QUEUE,
    /** The oldest run of the job is stopped for it. */
    CANCEL_OLDEST
  }

  /**
   * What becomes of a run that {@code maxInstanceNum} does not allow now.
   *
   * @param queueLimit for QUEUE: how many may wait, 1 to 100000, before further ones fail; {@code
   *     null} for 1000
   */
  public record Overlap(OverlapPolicy policy, Integer queueLimit) {}

  /**
   * At most so many starts in a time, cluster-wide. What comes too early waits.
   *
   * @param runs starts in a period, 1 to 1000000; so many may also start at once
   * @param period milliseconds, 1 to 86400000
   */
  public record RateLimit(int runs, long period) {}

  /**
   * Use of a shared pool.
   *
   * @param name name of the pool
   * @param permits how many of its permits a run holds, at least 1; {@code null} for 1
   */
  public record PoolUse(String name, Integer permits) {}

  /** How pauses between attempts grow. */
  public enum BackoffPolicy {
    FIXED,
    /** Each pause is {@code factor} times as long as the one before. */
    EXPONENTIAL
  }

  /**
   * Pauses between attempts.
   *
   * @param delay first pause in milliseconds, 0 to 86400000
   * @param factor for EXPONENTIAL: 1 to 10; {@code null} for 2
   * @param maxDelay longest pause in milliseconds; {@code null} for a day
   * @param jitter part of each pause that is left to chance, 0 to 1; {@code null} for 0
   */
  public record Backoff(
      BackoffPolicy policy, long delay, Double factor, Long maxDelay, Double jitter)
      implements Serializable {
    private static final long DAY = 86_400_000;

    /**
     * The pause before another attempt, in milliseconds.
     *
     * @param attempts how many attempts have failed, from 1
     * @param seed stands for chance: the same seed and number of attempts give the same pause
     */
    public long pause(long attempts, long seed) {
      double longest = maxDelay == null ? DAY : maxDelay;
      double growth =
          policy == BackoffPolicy.EXPONENTIAL
              ? Math.pow(factor == null ? 2 : factor, Math.max(0, attempts - 1))
              : 1;
      // The other way round a delay of nothing times an infinite growth would be no number.
      double pause = delay == 0 ? 0 : Math.min(longest, delay * growth);
      double part = jitter == null ? 0 : jitter;
      return Math.round(pause * (1 - part * chance(seed, attempts)));
    }

    /** From 0 to 1, evenly spread over seeds and attempts. */
    private static double chance(long seed, long attempts) {
      long mixed = (seed + attempts * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
      return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }
  }
}
