package tech.powerjob.web.console;

import com.fasterxml.jackson.annotation.JsonProperty;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.RunDocuments;
import tech.powerjob.server.workflow.run.RunView;

/**
 * A run of a workflow in the console; ids are text, as scripts lose digits of large numbers.
 *
 * @param dag the graph with where the run stands; {@code null} in lists
 */
public record WorkflowRunView(
    String wfInstanceId,
    String workflowId,
    String workflowName,
    int status,
    String wfInitParams,
    String wfContext,
    String result,
    String expectedTriggerTime,
    String actualTriggerTime,
    String finishedTime,
    @JsonProperty("peworkflowDAG") PEWorkflowDAG dag) {
  static WorkflowRunView of(RunView view) {
    return of(view.run(), view.definition().name(), view.context(), RunDocuments.dag(view));
  }

  static WorkflowRunView of(WorkflowRun run, String workflowName) {
    return of(run, workflowName, null, null);
  }

  private static WorkflowRunView of(
      WorkflowRun run, String workflowName, String context, PEWorkflowDAG dag) {
    return new WorkflowRunView(
        Long.toString(run.wfInstanceId()),
        Long.toString(run.workflowId()),
        workflowName,
        run.status().getV(),
        run.initParams(),
        context,
        run.result(),
        Times.text(run.expectedTriggerTime()),
        Times.text(run.actualTriggerTime()),
        Times.text(run.finishedTime().orElse(null)),
        dag);
  }
}
