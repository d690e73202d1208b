package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.domain.testkit.JobBuilder;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.Advance;
import tech.powerjob.domain.workflow.Advancer;
import tech.powerjob.domain.workflow.RunCommand;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.Surroundings;
import tech.powerjob.domain.workflow.Topology;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.run.JacksonTexts;
import tech.powerjob.server.workflow.run.RunPart;

class WorkflowStepsTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final long WORKFLOW = 3;

  private final Transactions transactions = new Transactions(H2.migrated(), 1);
  private final JdbcWorkflowRuns runs = new JdbcWorkflowRuns(transactions);
  private final JdbcInstances instances = new JdbcInstances(transactions);
  private final WorkflowSteps steps = new WorkflowSteps(transactions);
  private final AtomicLong ids = new AtomicLong(100);

  private static WorkflowDefinition definition(int maxInstances) {
    var nodes =
        List.of(
            new WorkflowNode(1, WorkflowNodeType.JOB, 1L, "a", null, true, false, null),
            new WorkflowNode(2, WorkflowNodeType.JOB, 2L, "b", null, true, false, null));
    return new WorkflowDefinition(
        WORKFLOW,
        1,
        JobBuilder.APP,
        "w",
        SwitchableStatus.ENABLE,
        maxInstances,
        null,
        new WorkflowGraph(nodes, List.of(new WorkflowEdge(1, 2, null))));
  }

  private Advance advance(WorkflowRun run, RunEvent... events) {
    var definition = definition(0);
    return Advancer.advance(
        definition,
        Topology.of(definition.graph()),
        run,
        List.of(events),
        NOW,
        new Surroundings(
            null,
            new JacksonTexts(),
            id -> Optional.of(JobBuilder.aJob(id).build()),
            id -> Optional.empty(),
            ids::incrementAndGet,
            Surroundings.CONTEXT_LIMIT));
  }

  private RunPart part(int maxInstances, boolean isNew, Advance advance) {
    return new RunPart(
        definition(maxInstances),
        isNew,
        advance,
        text -> advance(advance.before(), new RunEvent.Refused(text)));
  }

  private RunPart started(long id, int maxInstances) {
    var run =
        WorkflowRun.waiting(
            id, definition(maxInstances), "x", Map.of("k", "v"), NOW, Optional.empty(), NOW);
    return part(maxInstances, true, advance(run, new RunEvent.Started()));
  }

  private WorkflowRun stored(long id) {
    return runs.find(id).orElseThrow();
  }

  private RunEvent end(WorkflowRun run, int node) {
    return new RunEvent.InstanceEnded(
        run.nodes().get(node).runId(), InstanceStatus.SUCCEED, "ok", NOW, Map.of());
  }

  @Test
  void beginning_storesTheRunAndItsInstance() {
    var part = started(1, 0);
    assertThat(steps.applyEach(List.of(part), NOW)).containsExactly(Optional.of(part));
    assertThat(stored(1)).isEqualTo(part.advance().after());
    long instance = stored(1).nodes().get(0).runId();
    assertThat(instances.find(instance).orElseThrow().wfInstanceId()).contains(1L);
    assertThat(runs.findDue(Partitions.all(), NOW.plusSeconds(11), 10)).hasSize(1);
  }

  @Test
  void stepOnAnOldVersion_doesNothingAndLeavesOthersAlone() {
    steps.applyEach(List.of(started(1, 0), started(2, 0)), NOW);
    var first = stored(1);
    var other = stored(2);
    var late = part(0, false, advance(first, end(first, 0)));
    steps.applyEach(List.of(part(0, false, advance(first, end(first, 0)))), NOW);
    long before = count("SELECT COUNT(*) FROM instance_info");
    var results =
        steps.applyEach(List.of(late, part(0, false, advance(other, end(other, 0)))), NOW);
    assertThat(results.get(0)).isEmpty();
    assertThat(results.get(1)).isPresent();
    assertThat(count("SELECT COUNT(*) FROM instance_info")).isEqualTo(before + 1);
  }

  @Test
  void whatBelongsTogether_isStoredWholeOrNotAtAll() {
    steps.applyEach(List.of(started(1, 0), started(2, 0)), NOW);
    var first = stored(1);
    var second = stored(2);
    steps.applyEach(List.of(part(0, false, advance(second, end(second, 0)))), NOW);
    var result =
        steps.applyTogether(
            List.of(
                part(0, false, advance(first, end(first, 0))),
                part(0, false, advance(second, new RunEvent.StopAsked("ann")))),
            NOW);
    assertThat(result).isEmpty();
    assertThat(stored(1)).isEqualTo(first);
  }

  @Test
  void stop_endsInstancesAndKeepsItsReason() {
    steps.applyEach(List.of(started(1, 0)), NOW);
    var run = stored(1);
    var advance = advance(run, new RunEvent.StopAsked("ann"));
    assertThat(advance.commands()).hasAtLeastOneElementOfType(RunCommand.StopInstance.class);
    steps.applyEach(List.of(part(0, false, advance)), NOW);
    assertThat(instances.find(run.nodes().get(0).runId()).orElseThrow().status())
        .isEqualTo(InstanceStatus.STOPPED);
    assertThat(runs.notes(1))
        .singleElement()
        .extracting(note -> note.detail())
        .isEqualTo("stopped by ann");
    assertThat(runs.findDue(Partitions.all(), NOW.plusSeconds(99), 10)).isEmpty();
  }

  @Test
  void limit_letsSoManyBegin() {
    transactions.commit(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO workflow_info (id, app_id, partition_no, wf_name,"
                      + " time_expression_type, max_wf_instance_num, status, version, gmt_create,"
                      + " gmt_modified) VALUES (?, 1, 0, 'w', 1, 2, 1, 1, ?, ?)")) {
            insert.setLong(1, WORKFLOW);
            insert.setTimestamp(2, Timestamp.from(NOW));
            insert.setTimestamp(3, Timestamp.from(NOW));
            return insert.executeUpdate();
          }
        });
    steps.applyEach(List.of(started(1, 2), started(2, 2), started(3, 2)), NOW);
    assertThat(stored(2).status()).isEqualTo(WorkflowInstanceStatus.RUNNING);
    assertThat(stored(3).status()).isEqualTo(WorkflowInstanceStatus.FAILED);
    assertThat(stored(3).result()).isEqualTo("too many instances(3>2)");
    var failed = stored(3);
    var retry =
        new RunPart(definition(2), false, advance(failed, new RunEvent.RetryAsked("ann")), null);
    assertThatThrownBy(() -> steps.applyTogether(List.of(retry), NOW))
        .hasMessage("too many instances(3>2)");
    assertThat(stored(3)).isEqualTo(failed);
  }

  @Test
  void ends_areThoseOfInstancesThatEnded() {
    steps.applyEach(List.of(started(1, 0)), NOW);
    long instance = stored(1).nodes().get(0).runId();
    assertThat(runs.ends(List.of(instance))).isEmpty();
    transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE instance_info SET status = 5, result = 'r', finished_time = ?,"
                      + " appended_wf_context = '{\"a\":\"b\"}' WHERE instance_id = ?")) {
            update.setLong(1, NOW.toEpochMilli());
            update.setLong(2, instance);
            return update.executeUpdate();
          }
        });
    assertThat(runs.ends(List.of(instance)))
        .containsExactly(
            new RunEvent.InstanceEnded(
                instance, InstanceStatus.SUCCEED, "r", NOW, Map.of("a", "b")));
  }

  private long count(String sql) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql);
              var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }
}
