package tech.powerjob.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.RunState;
import tech.powerjob.domain.workflow.WorkflowRun;

/** Runs of workflows for tests of searches. */
final class StoredRuns {
  private StoredRuns() {}

  /** A run that is expected at an instant, with a deadline unless it has ended. */
  static WorkflowRun run(
      long id, long appId, long workflowId, WorkflowInstanceStatus status, Instant expected) {
    boolean ended = WorkflowInstanceStatus.FINISHED_STATUS.contains(status.getV());
    return new WorkflowRun(
        id,
        workflowId,
        1,
        appId,
        0,
        Optional.empty(),
        status,
        0,
        null,
        Map.of(),
        new RunState(List.of(), null, null, 0, null),
        null,
        expected,
        expected,
        ended ? Optional.of(expected) : Optional.empty(),
        Optional.empty(),
        ended ? Optional.empty() : Optional.of(expected.plusSeconds(10)),
        expected,
        expected);
  }
}
