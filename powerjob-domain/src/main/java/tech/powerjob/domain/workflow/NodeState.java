package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * Where a run stands at one of its nodes. Immutable.
 *
 * @param status nested runs and waits have an instance's states too
 * @param epoch how often the node was begun; what ends belongs to one beginning, and is of no
 *     consequence for a later one
 * @param attempt how often it was begun since the run was started or retried, which counts against
 *     {@code retryNum}
 * @param runId id of the job instance or the nested run, {@code null} if there is none
 * @param started when it was begun the last time, {@code null} if it was not
 * @param finished when it ended, {@code null} while it has not
 * @param wakeAt when time by itself changes something: the end of a wait, of patience, of the pause
 *     before another attempt; {@code null} for never
 * @param result text of the outcome; {@code null} where the job instance has it
 * @param leftOut why the node is passed by although it was never begun
 * @param elements of a fan-out that has begun, in order; else empty
 */
public record NodeState(
    InstanceStatus status,
    int epoch,
    int attempt,
    Long runId,
    Instant started,
    Instant finished,
    Instant wakeAt,
    String result,
    LeftOut leftOut,
    List<Element> elements) {
  /** Why a node is passed by. */
  public enum LeftOut {
    NOT,
    /** No way leads to it any more: a decision went elsewhere, or all before it is left out. */
    NO_WAY,
    /** Its trigger rule can no longer be met. */
    RULE
  }

  /**
   * An element of a fan-out.
   *
   * @param status like a node's
   * @param instanceId {@code null} until it is launched
   * @param text the element until it is launched, its result once it has ended; may be {@code null}
   */
  public record Element(InstanceStatus status, Long instanceId, String text) {
    boolean isFinished() {
      return InstanceStatus.FINISHED_STATUS.contains(status.getV());
    }
  }

  private static final NodeState WAITING =
      new NodeState(
          InstanceStatus.WAITING_DISPATCH, 0, 0, null, null, null, null, null, LeftOut.NOT, null);

  public NodeState {
    Objects.requireNonNull(status, "status");
    elements = elements == null ? List.of() : List.copyOf(elements);
  }

  /** A node that nothing has happened to. */
  public static NodeState waiting() {
    return WAITING;
  }

  /** Whether it has ended, however it did. */
  public boolean isFinished() {
    return switch (status) {
      case FAILED, SUCCEED, CANCELED, STOPPED -> true;
      case WAITING_DISPATCH, WAITING_WORKER_RECEIVE, RUNNING -> false;
    };
  }

  boolean isRunning() {
    return status == InstanceStatus.RUNNING;
  }

  boolean isWaiting() {
    return status == InstanceStatus.WAITING_DISPATCH;
  }

  NodeState begun(Instant now, Long newRunId, Instant newWakeAt) {
    return new NodeState(
        InstanceStatus.RUNNING,
        epoch + 1,
        attempt + 1,
        newRunId,
        now,
        null,
        newWakeAt,
        null,
        LeftOut.NOT,
        null);
  }

  NodeState ended(InstanceStatus how, String text, Instant at) {
    return new NodeState(how, epoch, attempt, runId, started, at, null, text, leftOut, elements);
  }

  /** Succeeds without having been begun. */
  NodeState passed(String text, Instant at) {
    return new NodeState(
        InstanceStatus.SUCCEED, epoch, attempt, null, null, at, null, text, LeftOut.NOT, null);
  }

  NodeState leftOut(LeftOut why, Instant at) {
    return new NodeState(
        InstanceStatus.CANCELED, epoch, attempt, null, null, at, null, null, why, null);
  }

  /** Waits to be begun again at an instant. */
  NodeState retriedAt(Instant at, String text) {
    return new NodeState(
        InstanceStatus.WAITING_DISPATCH,
        epoch,
        attempt,
        null,
        null,
        null,
        at,
        text,
        LeftOut.NOT,
        null);
  }

  /** As if it had never been begun, except that old ends stay shut out. */
  NodeState again() {
    return new NodeState(
        InstanceStatus.WAITING_DISPATCH, epoch, 0, null, null, null, null, null, LeftOut.NOT, null);
  }

  NodeState withElements(List<Element> newElements) {
    return new NodeState(
        status, epoch, attempt, runId, started, finished, wakeAt, result, leftOut, newElements);
  }
}
