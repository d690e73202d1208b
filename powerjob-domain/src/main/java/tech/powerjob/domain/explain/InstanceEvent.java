package tech.powerjob.domain.explain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.domain.instance.JobInstance;

/**
 * A decision that changed the course of an instance. The straight, successful path has none.
 *
 * @param epoch epoch of the instance when it was decided
 * @param detail a sentence for people: what was decided, and why
 * @param data the facts behind it, for programs: texts, numbers, and lists and maps of them
 */
public record InstanceEvent(
    long instanceId,
    long jobId,
    long appId,
    long epoch,
    Instant at,
    Kind kind,
    String detail,
    Map<String, Object> data) {
  public InstanceEvent {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** What was decided. */
  public enum Kind {
    /** It cannot be dispatched now and waits. */
    WAITING,
    /** It failed without having been sent to a worker. */
    REFUSED,
    /** The same command was sent to the same worker once more. */
    SENT_AGAIN,
    /** It was taken from a worker and goes to another. */
    TAKEN_BACK,
    /** A failed run is tried again. */
    RETRY_PLANNED,
    /** A failed run is not tried again although retries are left. */
    NOT_RETRIED,
    /** It ran longer than it may. */
    TIMED_OUT,
    /** A deadline passed before it was started, or before it ended. */
    DEADLINE_MISSED,
    /** It was cancelled because enough runs of its job are under way. */
    SKIPPED,
    /** It was stopped to make room for a newer run of its job. */
    DISPLACED,
    /** A run was given up because its worker is lost. */
    WORKER_LOST,
    /** The coordinator of a distributed run is lost, and another goes on with its tasks. */
    COORDINATOR_LOST,
    /** The broker that held its tasks is gone, so that it starts afresh at another. */
    HOME_MOVED,
    /** It is spread over workers that speak one protocol, and others are left out. */
    ONE_PROTOCOL,
    /** Somebody stopped it. */
    STOPPED,
    /** Somebody cancelled it. */
    CANCELED,
    /** Somebody asked for another run of a finished instance. */
    RETRY_REQUESTED
  }

  public static InstanceEvent of(JobInstance instance, Instant at, Kind kind, String detail) {
    return of(instance, at, kind, detail, Map.of());
  }

  /** An event with the facts behind it. */
  public static InstanceEvent of(
      JobInstance instance, Instant at, Kind kind, String detail, Map<String, Object> data) {
    return new InstanceEvent(
        instance.instanceId(),
        instance.jobId(),
        instance.appId(),
        instance.epoch(),
        at,
        kind,
        detail,
        data);
  }
}
