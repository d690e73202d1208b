package tech.powerjob.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.RunState;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.run.RunQuery;

/** Runs of workflows for tests of searches. */
final class StoredRuns {
  private StoredRuns() {}

  /** A search in which most conditions are left open. */
  static RunQuery query(
      Long workflow, Set<WorkflowInstanceStatus> statuses, Long before, int skip, int limit) {
    return new RunQuery(
        Optional.ofNullable(workflow),
        Optional.empty(),
        statuses,
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(before),
        skip,
        limit);
  }

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
