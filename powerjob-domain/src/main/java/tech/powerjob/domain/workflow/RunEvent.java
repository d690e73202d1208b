package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;

/**
 * Something that may move a run on. Those that tell of facts may come late, twice, or in any order;
 * those that people ask for are refused by an exception when they make no sense.
 */
public sealed interface RunEvent {
  /** The run's instant has come. Without effect unless it waits for it. */
  record Started() implements RunEvent {}

  /** The run may not start. Without effect unless it waits for its start. */
  record Refused(String result) implements RunEvent {}

  /** The present is looked at: what is due by time happens. */
  record TimerDue() implements RunEvent {}

  /**
   * A job instance has ended for good. Without effect unless a node waits for just this instance.
   *
   * @param appended what it adds to the context, values as texts
   */
  record InstanceEnded(
      long instanceId,
      InstanceStatus status,
      String result,
      Instant at,
      Map<String, String> appended)
      implements RunEvent {}

  /**
   * A nested run has ended. Without effect unless the node waits for this beginning of it.
   *
   * @param context of the nested run
   */
  record ChildEnded(
      long nodeId,
      int epoch,
      WorkflowInstanceStatus status,
      String result,
      Map<String, String> context)
      implements RunEvent {}

  /**
   * Somebody wants the run ended.
   *
   * @param by who, in words; as in all that people ask for
   */
  record StopAsked(String by) implements RunEvent {}

  /** Somebody wants it to go on where it failed. */
  record RetryAsked(String by) implements RunEvent {}

  /** Somebody takes a failed node as successful. */
  record MarkedSuccess(long nodeId, String by) implements RunEvent {}

  /** Somebody has said yes or no. */
  record Judged(long nodeId, boolean approved, String by, String comment) implements RunEvent {}

  /** Somebody wants nodes and all that follows them run once more. */
  record RerunAsked(Set<Long> nodeIds, String by) implements RunEvent {
    public RerunAsked {
      nodeIds = Set.copyOf(nodeIds);
    }
  }

  /** The parent goes on with this nested run, for a new beginning of its node. */
  record ChildRetried(int parentEpoch) implements RunEvent {}

  /** The parent gives this nested run up. Without effect if it has ended. */
  record ChildStopped(String result) implements RunEvent {}
}
