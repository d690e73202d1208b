package tech.powerjob.jca;

import java.time.Duration;

/**
 * What to run.
 *
 * @param jobId id of the job, of the application that the adapter is set up for
 * @param instanceParams parameters of this run, may be {@code null}
 * @param delay how long the server waits with the run from when it hears of it, which is after the
 *     commit; not negative
 */
public record JobSubmission(long jobId, String instanceParams, Duration delay) {
  public JobSubmission {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay is %s but must not be negative".formatted(delay));
    }
  }

  /** A run now, without parameters. */
  public static JobSubmission of(long jobId) {
    return new JobSubmission(jobId, null, Duration.ZERO);
  }

  public JobSubmission withParams(String params) {
    return new JobSubmission(jobId, params, delay);
  }

  public JobSubmission withDelay(Duration newDelay) {
    return new JobSubmission(jobId, instanceParams, newDelay);
  }
}
