package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.schedule.NextDue;
import tech.powerjob.domain.schedule.SkippedFirings;
import tech.powerjob.domain.schedule.WorkflowFiring;
import tech.powerjob.domain.schedule.WorkflowLedger;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.server.audit.AuditRows;
import tech.powerjob.server.pause.StoredPauses;

/**
 * The ledger of workflows in {@code workflow_instance_info.due_time} and {@code
 * workflow_skipped_firing}. Thread-safe.
 */
@ApplicationScoped
public class JdbcWorkflowLedger implements WorkflowLedger {
  private static final String MOVE =
      "UPDATE workflow_info SET next_trigger_time = ?, status = ? WHERE id = ?"
          + " AND next_trigger_time = ? AND version = ? AND status = 1";
  private static final String SKIP =
      "INSERT INTO workflow_skipped_firing (workflow_id, app_id, first_due, last_due, firings,"
          + " reason, covered_by, gmt_create) VALUES (?,?,?,?,?,?,?,?)";

  private final FiringRecorder<WorkflowFiring> recorder =
      new FiringRecorder<>(
          this::recordAll,
          this::withoutKnown,
          firing -> "workflow=" + firing.workflowId() + " due=" + firing.from());

  @Inject private Transactions transactions;
  @Inject private StoredPauses pauses;

  @PersistenceUnit(unitName = "powerjob")
  private EntityManagerFactory factory;

  /** For the container. */
  public JdbcWorkflowLedger() {}

  /** One that can record and read but not find what is due, for tests. */
  JdbcWorkflowLedger(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<Workflow> findDue(Partitions partitions, Instant until, Instant now, int limit) {
    return new DueDefinitions<>(Workflow.class, pauses.lasting(now), null)
        .find(factory, partitions, until, limit);
  }

  @Override
  public List<WorkflowFiring> record(List<WorkflowFiring> firings, Instant now) {
    return recorder.record(firings, now);
  }

  /** What of a firing is not in the ledger yet; the schedule is moved in any case. */
  private WorkflowFiring withoutKnown(WorkflowFiring firing) {
    var end = Instant.ofEpochMilli(Long.MAX_VALUE);
    var fired = Set.copyOf(fired(firing.workflowId(), firing.from(), end));
    var skipped =
        skipped(firing.workflowId(), firing.from(), end).stream()
            .map(SkippedFirings::first)
            .collect(Collectors.toSet());
    return new WorkflowFiring(
        firing.workflowId(),
        firing.appId(),
        firing.version(),
        firing.from(),
        firing.to(),
        firing.runs().stream()
            .filter(each -> each.dueTime().filter(fired::contains).isEmpty())
            .toList(),
        firing.skipped().stream().filter(each -> !skipped.contains(each.first())).toList());
  }

  private List<WorkflowFiring> recordAll(List<WorkflowFiring> firings, Instant now) {
    var recorded =
        transactions.commit(
            connection -> {
              var won = move(connection, firings);
              var runs = won.stream().flatMap(each -> each.runs().stream()).toList();
              if (!runs.isEmpty()) {
                JdbcWorkflowRuns.insert(connection, runs);
              }
              LedgerRows.insert(
                  connection,
                  SKIP,
                  won.stream()
                      .flatMap(
                          each ->
                              LedgerRows.Skipped.of(
                                  each.workflowId(), each.appId(), each.skipped())),
                  now);
              for (var firing : won) {
                if (firing.to() instanceof NextDue.Never) {
                  AuditRows.insert(connection, ended(firing, now));
                }
              }
              return won;
            });
    recorded.forEach(each -> transactions.touched().app(each.appId()));
    return recorded;
  }

  private static AuditEntry ended(WorkflowFiring firing, Instant now) {
    return new AuditEntry(
        0,
        now,
        AuditActor.SERVER,
        "workflow.ended",
        "workflow",
        Long.toString(firing.workflowId()),
        firing.appId(),
        AuditEntry.Outcome.DONE,
        JsonConverters.write(Map.of("status", SwitchableStatus.ENABLE)),
        JsonConverters.write(Map.of("status", SwitchableStatus.DISABLE)),
        "no due instant is left");
  }

  private static List<WorkflowFiring> move(Connection connection, List<WorkflowFiring> firings)
      throws SQLException {
    try (var update = connection.prepareStatement(MOVE)) {
      for (var firing : firings) {
        boolean over = firing.to() instanceof NextDue.Never;
        InstanceRows.setInstant(update, 1, firing.to().instant());
        update.setInt(2, (over ? SwitchableStatus.DISABLE : SwitchableStatus.ENABLE).getV());
        update.setLong(3, firing.workflowId());
        update.setLong(4, firing.from().toEpochMilli());
        update.setInt(5, firing.version());
        update.addBatch();
      }
      return FiringRecorder.won(firings, update.executeBatch());
    }
  }

  @Override
  public List<Instant> fired(long workflowId, Instant from, Instant to) {
    return LedgerRows.fired(
        transactions,
        "SELECT due_time FROM workflow_instance_info WHERE workflow_id = ? AND due_time >= ?"
            + " AND due_time <= ? ORDER BY due_time",
        workflowId,
        from,
        to);
  }

  @Override
  public List<SkippedFirings> skipped(long workflowId, Instant from, Instant to) {
    return LedgerRows.skipped(
        transactions,
        "SELECT first_due, last_due, firings, reason, covered_by FROM workflow_skipped_firing"
            + " WHERE workflow_id = ? AND last_due >= ? AND first_due <= ? ORDER BY first_due",
        workflowId,
        from,
        to);
  }
}
