package tech.powerjob.server.workflow.run;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * What may be done with runs of workflows. Each call is confined to an application: what belongs to
 * another one is refused. Thread-safe.
 */
@ApplicationScoped
public class WorkflowRunService {
  /**
   * Runs the present version of a workflow, now or after a delay, whatever its schedule or status.
   * When this returns the run is stored and will be seen to; without a delay it has begun.
   *
   * @param initParams a JSON object becomes the context, any other text its {@code initParams}; may
   *     be {@code null}
   * @param delay milliseconds; {@code null} or less than 1 for none
   * @return id of the run
   * @throws IllegalArgumentException if the workflow is unknown, or the parameters are too long
   * @throws tech.powerjob.common.exception.PowerJobException if it is another application's
   */
  public long run(long appId, long workflowId, String initParams, Long delay) {
    throw new UnsupportedOperationException("run");
  }

  /**
   * Ends a run and what is under way in it. The stop of a nested run is that of its parent.
   *
   * @param by who asks, in words; also for the other calls
   * @throws tech.powerjob.common.exception.PowerJobException if it has ended, or is another
   *     application's
   * @throws IllegalArgumentException if it is unknown
   */
  public void stop(long appId, long wfInstanceId, String by) {
    throw new UnsupportedOperationException("stop");
  }

  /** Goes on with a failed or stopped run where it failed. Refuses with PowerJob's texts. */
  public void retry(long appId, long wfInstanceId, String by) {
    throw new UnsupportedOperationException("retry");
  }

  /** Takes a failed node of a run that has ended as successful; a retry then goes on behind it. */
  public void markSuccess(long appId, long wfInstanceId, long nodeId, String by) {
    throw new UnsupportedOperationException("markSuccess");
  }

  /**
   * Says the word that an APPROVAL node waits for.
   *
   * @param approved whether the node succeeds or fails
   * @param comment becomes part of its result; may be {@code null}
   */
  public void approve(
      long appId, long wfInstanceId, long nodeId, boolean approved, String by, String comment) {
    throw new UnsupportedOperationException("approve");
  }

  /** Runs nodes of a run that has ended once more, and everything that follows them. */
  public void rerunFrom(long appId, long wfInstanceId, Collection<Long> nodeIds, String by) {
    throw new UnsupportedOperationException("rerunFrom");
  }

  /** A run with its graph. */
  public RunView info(long appId, long wfInstanceId) {
    throw new UnsupportedOperationException("info");
  }

  /** The application that a run belongs to; empty if there is no such run. */
  public OptionalLong appOf(long wfInstanceId) {
    throw new UnsupportedOperationException("appOf");
  }

  /** Runs of the application that meet all conditions, the newest first. */
  public List<WorkflowRun> find(long appId, RunQuery query) {
    throw new UnsupportedOperationException("find");
  }

  /** How many runs of the application meet all conditions, whatever the query's page. */
  public long count(long appId, RunQuery query) {
    throw new UnsupportedOperationException("count");
  }

  /** Why a node of a run is where it is. */
  public NodeExplanation explain(long appId, long wfInstanceId, long nodeId) {
    throw new UnsupportedOperationException("explain");
  }

  /**
   * Sees to the start of stored runs that wait for an instant, as firing by schedule makes them.
   */
  public void release(Collection<WorkflowRun> runs) {
    throw new UnsupportedOperationException("release");
  }
}
