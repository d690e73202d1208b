package tech.powerjob.web.api;

import java.time.Instant;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.RunDocuments;
import tech.powerjob.server.workflow.run.RunView;

/**
 * A run of a workflow as {@code /api/v1} shows it. Times are epoch milliseconds; ids of runs are
 * text, as scripts lose digits of large numbers.
 *
 * @param parentWfInstanceId the run that this one is nested in, {@code null} if it is not
 * @param graphVersion the version of the workflow's graph that it runs
 * @param context JSON object text; {@code null} in lists
 * @param dueTime instant of the schedule that it serves; {@code null} if somebody asked for it
 * @param dag the graph with where the run stands; {@code null} in lists
 */
public record WorkflowRunDocument(
    String wfInstanceId,
    long workflowId,
    String workflowName,
    long appId,
    int graphVersion,
    String parentWfInstanceId,
    WorkflowInstanceStatus status,
    String initParams,
    String context,
    String result,
    long expectedTriggerTime,
    long actualTriggerTime,
    Long finishedTime,
    Long dueTime,
    long modified,
    PEWorkflowDAG dag) {
  static WorkflowRunDocument of(RunView view) {
    return of(view.run(), view.definition().name(), view.context(), RunDocuments.dag(view));
  }

  static WorkflowRunDocument of(WorkflowRun run, String workflowName) {
    return of(run, workflowName, null, null);
  }

  private static WorkflowRunDocument of(
      WorkflowRun run, String workflowName, String context, PEWorkflowDAG dag) {
    return new WorkflowRunDocument(
        Long.toString(run.wfInstanceId()),
        run.workflowId(),
        workflowName,
        run.appId(),
        run.workflowVersion(),
        run.parent().map(id -> Long.toString(id)).orElse(null),
        run.status(),
        run.initParams(),
        context,
        run.result(),
        run.expectedTriggerTime().toEpochMilli(),
        run.actualTriggerTime().toEpochMilli(),
        run.finishedTime().map(Instant::toEpochMilli).orElse(null),
        run.dueTime().map(Instant::toEpochMilli).orElse(null),
        run.modified().toEpochMilli(),
        dag);
  }
}
