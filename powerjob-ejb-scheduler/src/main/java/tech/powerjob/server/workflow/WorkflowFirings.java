package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import tech.powerjob.domain.schedule.LedgerAudit;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.schedule.WorkflowLedger;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.server.job.JobAudit;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.schedule.Preview;
import tech.powerjob.server.schedule.SchedulePreview;

/** When workflows will be due, and whether every due instant is accounted for. Thread-safe. */
@ApplicationScoped
public class WorkflowFirings {
  @Inject private WorkflowService workflows;
  @Inject private WorkflowLedger ledger;
  @Inject private SchedulePreview previews;
  @Inject private RunningServer server;

  /**
   * The next due instants of a workflow.
   *
   * @param count 1 to 1000
   * @throws IllegalArgumentException if the workflow is unknown or the count is out of bounds
   * @throws NotYourWorkflowException if it is another application's
   */
  public Preview next(long appId, long workflowId, long count) {
    var workflow = workflows.require(appId, workflowId);
    return previews.of(
        Schedules.Definition.of(workflow),
        workflow.isEnabled(),
        workflow.getNextTriggerTime(),
        count,
        "workflow");
  }

  /**
   * Recomputes when the workflow was due since its definition last changed, and compares that with
   * the ledger.
   *
   * @throws IllegalArgumentException if the workflow is unknown
   * @throws NotYourWorkflowException if it is another application's
   */
  public JobAudit audit(long appId, long workflowId) {
    var workflow = workflows.require(appId, workflowId);
    var engine = server.engine();
    var edited = workflow.getGmtModified().toInstant();
    var from = edited.isBefore(engine.keptSince()) ? engine.keptSince() : edited;
    var schedule = engine.schedules().of(Schedules.Definition.of(workflow));
    return JobAudit.of(
        from, LedgerAudit.of(schedule, workflowId, ledger, from, end(workflow, engine.now())));
  }

  /** Everything before the next trigger time is accounted for; what comes after need not be. */
  private static Instant end(Workflow workflow, Instant now) {
    return workflow.getNextTriggerTime() == null
        ? now
        : Instant.ofEpochMilli(workflow.getNextTriggerTime() - 1);
  }
}
