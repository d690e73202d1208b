package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * A fire plan of a workflow ready to be recorded, as {@link Firing} is of a job.
 *
 * @param version of the workflow that the runs are pinned to; the workflow must still have it
 * @param from next trigger time that the schedule must still have
 * @param to next trigger time afterwards; {@link NextDue.Never} disables the workflow
 * @param runs one for each instant that fires
 * @param skipped instants that do not
 */
public record WorkflowFiring(
    long workflowId,
    long appId,
    int version,
    Instant from,
    NextDue to,
    List<WorkflowRun> runs,
    List<SkippedFirings> skipped) {
  public WorkflowFiring {
    runs = List.copyOf(runs);
    skipped = List.copyOf(skipped);
  }
}
