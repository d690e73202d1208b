package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.Workflow;

/** Keeps what became of every due instant of workflows. */
public interface WorkflowLedger extends FiredInstants {
  /**
   * Enabled workflows of the given partitions whose next trigger time is not after {@code until},
   * first first; without those that are paused at {@code now}.
   */
  List<Workflow> findDue(Partitions partitions, Instant until, Instant now, int limit);

  /**
   * Records firings in one transaction. A firing counts only if the workflow is enabled and its
   * version and next trigger time are still those of the firing; otherwise nothing of it is kept,
   * because somebody else has fired or the workflow was edited. Instants that are accounted for
   * already stay as they are.
   *
   * @return the firings that were recorded
   */
  List<WorkflowFiring> record(List<WorkflowFiring> firings, Instant now);
}
