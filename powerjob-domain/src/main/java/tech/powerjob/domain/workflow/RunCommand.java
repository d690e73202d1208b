package tech.powerjob.domain.workflow;

import java.util.Map;
import tech.powerjob.domain.instance.JobInstance;

/** What must happen in the transaction that stores the new state of a run. */
public sealed interface RunCommand {
  /** A job instance is added, and dispatched after the commit. */
  record Launch(JobInstance instance) implements RunCommand {}

  /**
   * A nested run is added and begun.
   *
   * @param context with which it begins
   * @param nodeId node of the parent that it stands for
   * @param epoch which beginning of that node
   */
  record StartChild(
      long wfInstanceId,
      WorkflowDefinition definition,
      Map<String, String> context,
      long nodeId,
      int epoch)
      implements RunCommand {}

  /** A nested run goes on. */
  record RetryChild(long wfInstanceId, int epoch) implements RunCommand {}

  /** A nested run is ended. */
  record StopChild(long wfInstanceId, String result) implements RunCommand {}

  /** A job instance is ended unless it has ended; a worker that has it is told after the commit. */
  record StopInstance(long instanceId, String result) implements RunCommand {}

  /** A decision is noted for those who ask why. */
  record Note(RunNote note) implements RunCommand {}
}
