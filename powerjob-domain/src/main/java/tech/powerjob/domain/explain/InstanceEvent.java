package tech.powerjob.domain.explain;

import java.time.Instant;
import tech.powerjob.domain.instance.JobInstance;

/**
 * A decision that changed the course of an instance. The straight, successful path has none.
 *
 * @param epoch epoch of the instance when it was decided
 * @param detail a sentence for people: what was decided, and why
 */
public record InstanceEvent(
    long instanceId, long jobId, long appId, long epoch, Instant at, Kind kind, String detail) {
  /** What was decided. */
  public enum Kind {
    /** It waits for a worker. */
    WAITING,
    /** It failed without having been sent to a worker. */
    REFUSED,
    /** The same command was sent to the same worker once more. */
    SENT_AGAIN,
    /** It was taken from a worker and goes to another. */
    TAKEN_BACK,
    /** A failed run is tried again. */
    RETRY_PLANNED,
    /** A run was given up because its worker is lost. */
    WORKER_LOST,
    /** Somebody stopped it. */
    STOPPED,
    /** Somebody cancelled it. */
    CANCELED,
    /** Somebody asked for another run of a finished instance. */
    RETRY_REQUESTED
  }

  public static InstanceEvent of(JobInstance instance, Instant at, Kind kind, String detail) {
    return new InstanceEvent(
        instance.instanceId(),
        instance.jobId(),
        instance.appId(),
        instance.epoch(),
        at,
        kind,
        detail);
  }
}
