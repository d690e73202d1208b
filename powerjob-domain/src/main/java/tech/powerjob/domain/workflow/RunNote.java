package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A decision that changed the course of a run. The straight, successful path has none.
 *
 * @param nodeId {@code null} if it concerns the whole run
 * @param detail a sentence for people
 * @param data the facts behind it, for programs
 */
public record RunNote(
    long wfInstanceId,
    Long nodeId,
    Instant at,
    Kind kind,
    String detail,
    Map<String, Object> data) {
  public RunNote {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** What was decided. */
  public enum Kind {
    /** The run may not start. */
    REFUSED,
    /** A node has failed, and the run with it. */
    NODE_FAILED,
    /** A node has failed and is begun again after a pause. */
    RETRY_PLANNED,
    /** A node took longer than it may. */
    TIMED_OUT,
    /** The run took longer than it may. */
    DEADLINE_MISSED,
    /** A node is passed by because its trigger rule cannot be met any more. */
    LEFT_OUT,
    /** What a node wanted in the context does not fit. */
    CONTEXT_REFUSED,
    STOPPED,
    RETRY_REQUESTED,
    RERUN_REQUESTED,
    MARKED_SUCCESS,
    APPROVED,
    REJECTED,
    /** Nobody said yes or no in time. */
    APPROVAL_EXPIRED
  }
}
