package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.schedule.Schedule;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.server.job.JobRules;

/**
 * When a workflow that is being saved is due next. Thread-safe; to be called in the transaction
 * that saves.
 */
@ApplicationScoped
public class WorkflowSchedules {
  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private Schedules schedules;

  /**
   * Sets the first due instant of a workflow that is not stored yet.
   *
   * @throws IllegalArgumentException if its schedule is not valid or never due
   */
  void begin(Workflow workflow, Instant now) {
    workflow.setNextTriggerTime(millis(nextDue(workflow, now, Optional.empty())));
  }

  /**
   * Lets the schedule of a stored workflow go on from now, as it is defined now; what was recorded
   * ahead is taken back.
   *
   * @throws IllegalArgumentException if its schedule is not valid or never due
   */
  void goOn(Workflow workflow, Instant now) {
    // Flushed first, so that the scheduler finds nothing of the old schedule after the deletion.
    entities.flush();
    entities
        .createNativeQuery(
            "DELETE FROM workflow_instance_info WHERE workflow_id = ? AND due_time > ?"
                + " AND status = 1")
        .setParameter(1, workflow.getId())
        .setParameter(2, now.toEpochMilli())
        .executeUpdate();
    workflow.setNextTriggerTime(millis(nextDue(workflow, now, lastDue(workflow.getId()))));
    workflow.setGmtModified(Date.from(now));
  }

  private static Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }

  private Optional<Instant> nextDue(Workflow workflow, Instant now, Optional<Instant> last) {
    if (workflow.getStatus() == SwitchableStatus.DELETED
        || !WorkflowRules.isTimed(workflow.getTimeExpressionType())) {
      return Optional.empty();
    }
    var definition = Schedules.Definition.of(workflow);
    Schedule schedule = schedules.of(definition);
    if (!workflow.isEnabled()) {
      return Optional.empty(); // Refused above all the same when it is not valid at all.
    }
    JobRules.checkLifeCycle(workflow.getLifeCycle(), now);
    // An instant that was let go a moment early is in the ledger already and must not come again.
    var next = last.isEmpty() ? schedule.begin(now) : schedule.resume(last.get(), now);
    JobRules.checkFires(definition, next);
    return next;
  }

  private Optional<Instant> lastDue(long workflowId) {
    var last =
        entities
            .createNativeQuery(
                "SELECT MAX(due_time) FROM workflow_instance_info WHERE workflow_id = ?")
            .setParameter(1, workflowId)
            .getSingleResult();
    return last == null
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(((Number) last).longValue()));
  }
}
