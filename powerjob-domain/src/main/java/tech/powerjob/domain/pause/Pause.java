package tech.powerjob.domain.pause;

import java.time.Instant;
import java.util.Optional;

/**
 * A time in which nothing of its target is fired or dispatched.
 *
 * @param target id of the job or application; 0 for everything
 * @param appId the application of the target; 0 for everything
 * @param begunAt when it begins; it may be planned
 * @param endsAt when it ends by itself; empty if somebody has to end it
 * @param endedAt when somebody ended it
 * @param reason in somebody's words, may be {@code null}
 * @param endedBy {@code null} unless somebody ended it
 */
public record Pause(
    Scope scope,
    long target,
    long appId,
    Instant begunAt,
    Optional<Instant> endsAt,
    Optional<Instant> endedAt,
    String reason,
    String begunBy,
    String endedBy) {
  /** What is paused. */
  public enum Scope {
    JOB,
    APP,
    ALL
  }

  /** Whether it lasts at an instant. */
  public boolean lastsAt(Instant instant) {
    return !instant.isBefore(begunAt) && instant.isBefore(end());
  }

  /** Whether some of it lies between two instants. */
  public boolean touches(Instant from, Instant to) {
    // One that was given up before it began never was.
    return end().isAfter(begunAt) && !begunAt.isAfter(to) && end().isAfter(from);
  }

  private Instant end() {
    var planned = endsAt.orElse(Instant.MAX);
    return endedAt.filter(planned::isAfter).orElse(planned);
  }

  /** Whether it holds for a job. */
  public boolean concerns(long ofApp, long jobId) {
    return switch (scope) {
      case ALL -> true;
      case APP -> target == ofApp;
      case JOB -> target == jobId;
    };
  }
}
