package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.domain.workflow.Workflows;

/**
 * Fires the schedules of workflows as {@link Scheduler} does those of jobs: a few seconds ahead,
 * with a run or a reason for each due instant. Several servers may do this for the same workflow;
 * the ledger lets one of them win.
 */
public final class WorkflowScheduler {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowScheduler.class);
  private static final int BATCH = 200;

  /** Pauses of jobs do not concern workflows; no job has this id. */
  private static final long NO_JOB = 0;

  private final Workflows workflows;
  private final WorkflowLedger ledger;
  private final InstanceIds ids;
  private final Schedules schedules;
  private final Pauses pauses;
  private final Consumer<List<WorkflowRun>> release;

  /**
   * A scheduler.
   *
   * @param release is given the runs that were recorded, to start each at its instant
   */
  public WorkflowScheduler(
      Workflows workflows,
      WorkflowLedger ledger,
      InstanceIds ids,
      Schedules schedules,
      Pauses pauses,
      Consumer<List<WorkflowRun>> release) {
    this.workflows = workflows;
    this.ledger = ledger;
    this.ids = ids;
    this.schedules = schedules;
    this.pauses = pauses;
    this.release = release;
  }

  /**
   * Fires what falls due within {@link Scheduler#HORIZON} in the given partitions.
   *
   * @return how many schedules were looked at
   */
  public int fireDue(Partitions owned, Instant now) {
    int looked = 0;
    List<Workflow> due;
    do {
      due = ledger.findDue(owned, now.plus(Scheduler.HORIZON), now, BATCH);
      looked += due.size();
      if (fire(due, now) == 0) {
        break; // All were taken by somebody else or cannot be planned; look again at the next turn.
      }
    } while (due.size() == BATCH);
    return looked;
  }

  private int fire(List<Workflow> due, Instant now) {
    var firings = new ArrayList<WorkflowFiring>(due.size());
    for (var workflow : due) {
      if (pauses.isPaused(workflow.getAppId(), NO_JOB, now)) {
        continue;
      }
      try {
        firings.add(plan(workflow, now));
      } catch (RuntimeException e) {
        // One broken definition must not hold up the others; saving checks them, so this is rare.
        LOG.error("workflow={} cannot be scheduled: {}", workflow.getId(), e.toString());
      }
    }
    var recorded = ledger.record(firings, now);
    for (var firing : recorded) {
      release.accept(firing.runs());
      firing.skipped().forEach(skipped -> tell(firing.workflowId(), skipped));
    }
    return recorded.size();
  }

  private static void tell(long workflowId, SkippedFirings skipped) {
    LOG.warn(
        "workflow={} skipped {} firings from {} to {} ({}), served by {}",
        workflowId,
        skipped.count().isPresent() ? skipped.count().getAsLong() : "very many",
        skipped.first(),
        skipped.last(),
        skipped.reason(),
        skipped.coveredBy().map(covering -> "the one of " + covering).orElse("none"));
  }

  private WorkflowFiring plan(Workflow workflow, Instant now) {
    var due = Instant.ofEpochMilli(workflow.getNextTriggerTime());
    var reason =
        due.isBefore(now) && pauses.wasPaused(workflow.getAppId(), NO_JOB, due, now)
            ? SkipReason.PAUSED
            : SkipReason.MISFIRED;
    var plan =
        FirePlan.of(
            schedules.of(Schedules.Definition.of(workflow)),
            due,
            now,
            now.plus(Scheduler.HORIZON),
            MisfireRule.of(workflow.getOptions().getMisfire()),
            reason);
    var definition =
        workflows
            .find(workflow.getId(), workflow.getVersion())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "version %d is missing".formatted(workflow.getVersion())));
    var runs =
        plan.fire().stream()
            .map(
                instant ->
                    WorkflowRun.waiting(
                        ids.next(now),
                        definition,
                        null,
                        Map.of(),
                        instant,
                        Optional.of(instant),
                        now))
            .toList();
    return new WorkflowFiring(
        workflow.getId(),
        workflow.getAppId(),
        workflow.getVersion(),
        due,
        plan.next(),
        runs,
        plan.skipped());
  }
}
