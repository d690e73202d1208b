package tech.powerjob.launcher;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Listens to the log for the reason of a failure: the platform logs it and answers no more than
 * "failed". Thread-safe.
 */
final class FailureReason extends Handler {
  private volatile String deepest;

  /** Begins to listen, until it is closed. */
  static FailureReason listen() {
    var reason = new FailureReason();
    Logger.getLogger("").addHandler(reason);
    return reason;
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getLevel().intValue() < Level.WARNING.intValue() || line.getThrown() == null) {
      return;
    }
    var cause = line.getThrown();
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause.getMessage() != null) {
      deepest = cause.getMessage().lines().findFirst().orElse(null);
    }
  }

  /** What the latest failure came from, in one line. */
  Optional<String> find() {
    return Optional.ofNullable(deepest);
  }

  @Override
  public void flush() {
    // Nothing is written.
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(this);
  }
}
