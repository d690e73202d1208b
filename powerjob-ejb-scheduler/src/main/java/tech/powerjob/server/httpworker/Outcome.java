package tech.powerjob.server.httpworker;

import java.util.Locale;

/** What became of a call to a worker. */
sealed interface Outcome {
  /** It answered. */
  record Answered(int status, byte[] body) implements Outcome {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    boolean isUnknownPath() {
      return status == 404 || status == 405 || status == 501;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "it answered with status %d", status);
    }
  }

  /** The call certainly did not reach it. */
  record NotDelivered(String reason) implements Outcome {
    @Override
    public String toString() {
      return reason;
    }
  }

  /** Nobody knows whether the call reached it. */
  record Unclear(String reason) implements Outcome {
    @Override
    public String toString() {
      return reason;
    }
  }
}
