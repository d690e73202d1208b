package tech.powerjob.worker.jca.outbox;

import java.util.OptionalLong;

/**
 * The way to the servers. An exception of another type than those declared means that a server may
 * have done it or not.
 */
interface Submitter {
  /** No server heard of it. */
  final class NotSentException extends Exception {
    private static final long serialVersionUID = 1L;

    NotSentException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** A server said no, and why. */
  final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /** Makes sure that servers can be talked to. */
  void connect() throws NotSentException;

  /**
   * Runs a job once for this key, however often it is asked within a day.
   *
   * @return id of the instance
   */
  long run(OutboxRequest request) throws NotSentException, RefusedException;

  void stop(long instanceId) throws NotSentException, RefusedException;

  /** The instance that a run became, if the server has one. */
  OptionalLong find(String key) throws NotSentException, RefusedException;
}
