package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.domain.calendar.Calendars;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.schedule.LedgerAudit;
import tech.powerjob.domain.schedule.NextDue;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.schedule.SkippedFirings;
import tech.powerjob.domain.schedule.WorkflowFiring;
import tech.powerjob.domain.schedule.WorkflowLedger;
import tech.powerjob.domain.schedule.WorkflowScheduler;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.schedule.ScheduleReading;

/** The ledger of workflows, and the scheduler that fires by it. */
class JdbcWorkflowLedgerTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");
  private static final Schedules SCHEDULES =
      new Schedules(ZoneOffset.UTC, ScheduleReading::daily, Calendars.NONE);
  private static final WorkflowGraph GRAPH =
      new WorkflowGraph(
          List.of(new WorkflowNode(1, WorkflowNodeType.JOB, 1L, "n", null, true, false, null)),
          List.of());

  private final DataSource dataSource = H2.migrated();
  private final Transactions transactions = new Transactions(dataSource, 1);
  private final JdbcWorkflowLedger stored = new JdbcWorkflowLedger(transactions);
  private final List<WorkflowRun> released = new ArrayList<>();

  private final InstanceIds ids = new InstanceIds(1);

  private static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }

  private void workflow(long id, Instant next, int version) {
    execute(
        "INSERT INTO workflow_info (id, app_id, partition_no, wf_name, time_expression_type,"
            + " time_expression, max_wf_instance_num, status, next_trigger_time, version,"
            + " gmt_create, gmt_modified) VALUES (%d, 7, 0, 'w', 2, '* * * * * ?', 0, 1, %d, %d,"
                .formatted(id, next.toEpochMilli(), version)
            + " CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
    execute(
        "INSERT INTO workflow_version (workflow_id, version, graph, who, created)"
            + " VALUES (%d, %d, '%s', 'x', 0)"
                .formatted(id, version, VersionText.of("w", 0, null, GRAPH)));
  }

  private void execute(String sql) {
    transactions.commit(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
          }
        });
  }

  private String read(String sql) {
    return transactions.read(
        connection -> {
          try (var rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
          }
        });
  }

  private WorkflowFiring firing(long id, int version, int from, Integer to, int... due) {
    var definition =
        new WorkflowDefinition(id, version, 7, "w", SwitchableStatus.ENABLE, 0, null, GRAPH);
    var runs =
        IntStream.of(due)
            .mapToObj(
                second ->
                    WorkflowRun.waiting(
                        ids.next(T0),
                        definition,
                        null,
                        Map.of(),
                        at(second),
                        Optional.of(at(second)),
                        T0))
            .toList();
    return new WorkflowFiring(
        id,
        7,
        version,
        at(from),
        NextDue.of(Optional.ofNullable(to).map(JdbcWorkflowLedgerTest::at)),
        runs,
        List.of());
  }

  /** What is due is read from the table, as JPA does in the server. */
  private WorkflowLedger ledger() {
    return new WorkflowLedger() {
      @Override
      public List<Workflow> findDue(Partitions partitions, Instant until, Instant now, int limit) {
        var next = read("SELECT next_trigger_time FROM workflow_info WHERE id = 1 AND status = 1");
        if (next == null || Long.parseLong(next) > until.toEpochMilli()) {
          return List.of();
        }
        var workflow = new Known();
        workflow.setTimeExpressionType(TimeExpressionType.CRON);
        workflow.setTimeExpression("* * * * * ?");
        workflow.setStatus(SwitchableStatus.ENABLE);
        workflow.setNextTriggerTime(Long.valueOf(next));
        workflow.setVersion(1);
        workflow.setGmtModified(Date.from(T0));
        return List.of(workflow);
      }

      @Override
      public List<WorkflowFiring> record(List<WorkflowFiring> firings, Instant now) {
        return stored.record(firings, now);
      }

      @Override
      public List<Instant> fired(long id, Instant from, Instant to) {
        return stored.fired(id, from, to);
      }

      @Override
      public List<SkippedFirings> skipped(long id, Instant from, Instant to) {
        return stored.skipped(id, from, to);
      }
    };
  }

  private static final class Known extends Workflow {
    @Override
    public Long getId() {
      return 1L;
    }

    @Override
    public long getAppId() {
      return 7;
    }
  }

  private WorkflowScheduler scheduler(int server) {
    return new WorkflowScheduler(
        new StoredWorkflows(transactions),
        ledger(),
        new InstanceIds(server),
        SCHEDULES,
        Pauses.NONE,
        released::addAll);
  }

  @Test
  void firing_addsItsRunsAndMovesTheSchedule() {
    workflow(1, at(1), 1);
    assertThat(stored.record(List.of(firing(1, 1, 1, 3, 1, 2)), T0)).hasSize(1);
    assertThat(stored.fired(1, T0, at(60))).containsExactly(at(1), at(2));
    assertThat(read("SELECT next_trigger_time FROM workflow_info WHERE id = 1"))
        .isEqualTo(Long.toString(at(3).toEpochMilli()));
    assertThat(read("SELECT workflow_version FROM workflow_instance_info WHERE workflow_id = 1"))
        .isEqualTo("1");
  }

  @Test
  void firingOfAnotherTimeOrVersion_leavesNothing() {
    workflow(1, at(1), 2);
    assertThat(stored.record(List.of(firing(1, 2, 5, 6, 5)), T0)).isEmpty();
    assertThat(stored.record(List.of(firing(1, 1, 1, 2, 1)), T0)).isEmpty();
    assertThat(stored.fired(1, T0, at(60))).isEmpty();
  }

  @Test
  void instantThatIsAccountedFor_staysAsItIs_andHoldsUpNobody() {
    workflow(1, at(1), 1);
    workflow(2, at(1), 1);
    stored.record(List.of(firing(1, 1, 1, 2, 1)), T0);
    execute("UPDATE workflow_info SET next_trigger_time = " + at(1).toEpochMilli());
    assertThat(stored.record(List.of(firing(1, 1, 1, 3, 1, 2), firing(2, 1, 1, 3, 1)), T0))
        .hasSize(2);
    assertThat(stored.fired(1, T0, at(60))).containsExactly(at(1), at(2));
    assertThat(stored.fired(2, T0, at(60))).containsExactly(at(1));
  }

  @Test
  void endOfTheSchedule_disablesTheWorkflow_andIsAudited() {
    workflow(1, at(1), 1);
    stored.record(List.of(firing(1, 1, 1, null, 1)), T0);
    assertThat(read("SELECT status FROM workflow_info WHERE id = 1")).isEqualTo("2");
    assertThat(read("SELECT action FROM audit_log WHERE object_type = 'workflow'"))
        .isEqualTo("workflow.ended");
  }

  @Test
  void manyTurnsOfTwoServers_missNothingAndDoubleNothing() {
    workflow(1, at(1), 1);
    var one = scheduler(1);
    var two = scheduler(2);
    for (int tick = 0; tick < 40; tick++) {
      one.fireDue(Partitions.all(), T0.plusMillis(tick * 250L));
      two.fireDue(Partitions.all(), T0.plusMillis(tick * 250L + 100));
    }
    var due = ledger().findDue(Partitions.all(), at(100), at(100), 1).get(0);
    var audit = LedgerAudit.of(SCHEDULES.of(Schedules.Definition.of(due)), 1, stored, T0, at(12));
    assertThat(audit.expected()).isEqualTo(12);
    assertThat(audit.missed()).isEmpty();
    assertThat(audit.unexpected()).isEmpty();
    assertThat(released).hasSize(12);
  }

  @Test
  void afterDowntime_ledgerSaysWhatWasSkipped() {
    workflow(1, at(1), 1);
    scheduler(1).fireDue(Partitions.all(), at(100));
    assertThat(stored.skipped(1, T0, at(200)))
        .singleElement()
        .satisfies(
            skipped -> {
              assertThat(skipped.first()).isEqualTo(at(2));
              assertThat(skipped.last()).isEqualTo(at(98));
              assertThat(skipped.coveredBy()).contains(at(1));
            });
  }
}
