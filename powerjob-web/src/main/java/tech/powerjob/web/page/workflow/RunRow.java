package tech.powerjob.web.page.workflow;

import java.io.Serializable;
import java.time.Instant;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * A run in the list. Times are epoch milliseconds.
 *
 * @param look code of the instance status whose colours it has
 */
public record RunRow(
    long id,
    long workflowId,
    String workflowName,
    WorkflowInstanceStatus status,
    int look,
    long expectedTriggerTime,
    Long finishedTime,
    String result,
    boolean ended)
    implements Serializable {
  static RunRow of(WorkflowRun run, String workflowName) {
    return new RunRow(
        run.wfInstanceId(),
        run.workflowId(),
        workflowName,
        run.status(),
        look(run.status()),
        run.expectedTriggerTime().toEpochMilli(),
        run.finishedTime().map(Instant::toEpochMilli).orElse(null),
        run.result(),
        run.isFinished());
  }

  static int look(WorkflowInstanceStatus status) {
    return switch (status) {
      case WAITING -> 1;
      case RUNNING -> 3;
      case FAILED -> 4;
      case SUCCEED -> 5;
      case STOPPED -> 10;
    };
  }
}
