package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.store.LatestRuns.Latest;

/** What lists of workflows show, as it is said in SQL. */
public class LatestRunsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private Transactions transactions;
  private LatestRuns runs;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  @BeforeEach
  void open() {
    transactions = new Transactions(database(), 1);
    runs = new LatestRuns(transactions);
  }

  private static long id(Duration ago) {
    return InstanceIds.firstOf(NOW.minus(ago));
  }

  private static WorkflowRun run(Duration ago, long workflowId, WorkflowInstanceStatus status) {
    return StoredRuns.run(id(ago), 7, workflowId, status, NOW.minus(ago));
  }

  private static Latest latest(Duration ago, WorkflowInstanceStatus status) {
    return new Latest(id(ago), status, NOW.minus(ago));
  }

  @Test
  void eachWorkflow_hasItsNewestRun_howeverOldItIs() {
    var years = Duration.ofDays(1_000);
    new JdbcWorkflowRuns(transactions)
        .insert(
            List.of(
                run(Duration.ofSeconds(9), 1, WorkflowInstanceStatus.SUCCEED),
                run(Duration.ofSeconds(5), 1, WorkflowInstanceStatus.FAILED),
                run(Duration.ofDays(3), 1, WorkflowInstanceStatus.SUCCEED),
                run(Duration.ofHours(3), 2, WorkflowInstanceStatus.RUNNING),
                run(Duration.ofHours(5), 2, WorkflowInstanceStatus.SUCCEED),
                run(Duration.ofDays(9), 3, WorkflowInstanceStatus.STOPPED),
                run(years, 4, WorkflowInstanceStatus.WAITING),
                run(Duration.ZERO, 5, WorkflowInstanceStatus.SUCCEED)));

    assertThat(runs.of(List.of(1L, 2L, 3L, 4L, 6L)))
        .isEqualTo(
            Map.of(
                1L,
                latest(Duration.ofSeconds(5), WorkflowInstanceStatus.FAILED),
                2L,
                latest(Duration.ofHours(3), WorkflowInstanceStatus.RUNNING),
                3L,
                latest(Duration.ofDays(9), WorkflowInstanceStatus.STOPPED),
                4L,
                latest(years, WorkflowInstanceStatus.WAITING)));
  }

  @Test
  void oneWorkflow_orNone_isFine() {
    var ago = Duration.ofMinutes(1);
    assertThat(runs.of(List.of(1L))).isEmpty();
    new JdbcWorkflowRuns(transactions).insert(List.of(run(ago, 1, WorkflowInstanceStatus.STOPPED)));

    assertThat(runs.of(List.of(1L)))
        .isEqualTo(Map.of(1L, latest(ago, WorkflowInstanceStatus.STOPPED)));
    assertThat(runs.of(List.of())).isEmpty();
  }

  @Test
  void manyWorkflows_areAllFound() {
    var all = LongStream.rangeClosed(1, 120).boxed().toList();
    new JdbcWorkflowRuns(transactions)
        .insert(
            all.stream()
                .map(id -> run(Duration.ofMinutes(id), id, WorkflowInstanceStatus.SUCCEED))
                .toList());

    var found = runs.of(all);

    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(found)
        .allSatisfy(
            (workflow, run) ->
                assertThat(run.wfInstanceId()).isEqualTo(id(Duration.ofMinutes(workflow))));
  }
}
