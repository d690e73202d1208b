package tech.powerjob.jca;

import java.util.OptionalLong;

/**
 * Submits and stops jobs as part of the caller's transaction: what is asked here happens once if
 * the transaction commits, and never if it rolls back, whatever is killed in between. Without a
 * transaction each call is one of its own. Requests are rows of the table {@code powerjob_outbox}
 * in the caller's own database; no call here talks to a PowerJob server, and none has to be up.
 *
 * <p>Not thread-safe. Every method throws {@link tech.powerjob.common.exception.PowerJobException}
 * if the database fails; the transaction should then be rolled back.
 */
public interface JobConnection extends AutoCloseable {
  /**
   * Runs a job once, when the transaction has committed.
   *
   * @return the key of the submission: {@link #findInstance} and {@link #stop(String)} take it, and
   *     it is the instance's outer key
   */
  String submit(JobSubmission submission);

  /** As {@link #submit(JobSubmission)}, as soon as the transaction has committed. */
  default String submit(long jobId, String instanceParams) {
    return submit(JobSubmission.of(jobId).withParams(instanceParams));
  }

  /** Stops an instance, when the transaction has committed. One that has ended stays as it is. */
  void stop(long instanceId);

  /**
   * Stops the instance of an earlier submission, when the transaction has committed. It may have
   * begun by then, or ended.
   *
   * @param submissionKey what {@link #submit} returned
   */
  void stop(String submissionKey);

  /**
   * The instance that a submission has become; empty while it is on its way, and for keys that are
   * not known: never submitted, rolled back, or delivered more than a week ago.
   */
  OptionalLong findInstance(String submissionKey);

  /** Gives the connection back. What was asked stays part of the transaction. */
  @Override
  void close();
}
