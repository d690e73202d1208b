package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.server.store.LatestRuns.Latest;

class LatestRunsTest {
  private final Transactions transactions = new Transactions(H2.migrated(), 1);
  private final LatestRuns runs = new LatestRuns(transactions);

  private void run(long id, long workflowId, WorkflowInstanceStatus status) {
    transactions.commit(
        connection -> {
          try (var insert = connection.createStatement()) {
            return insert.executeUpdate(
                ("INSERT INTO workflow_instance_info (wf_instance_id, workflow_id,"
                        + " workflow_version, app_id, partition_no, status, version, state,"
                        + " expected_trigger_time, actual_trigger_time, gmt_create, gmt_modified)"
                        + " VALUES (%d, %d, 1, 7, 0, %d, 0, '', %d, 0, CURRENT_TIMESTAMP,"
                        + " CURRENT_TIMESTAMP)")
                    .formatted(id, workflowId, status.getV(), id * 1_000));
          }
        });
  }

  private static Latest latest(long id, WorkflowInstanceStatus status) {
    return new Latest(id, status, Instant.ofEpochMilli(id * 1_000));
  }

  @Test
  void eachWorkflow_hasItsNewestRun() {
    run(11, 1, WorkflowInstanceStatus.SUCCEED);
    run(14, 1, WorkflowInstanceStatus.FAILED);
    run(12, 2, WorkflowInstanceStatus.RUNNING);
    run(13, 3, WorkflowInstanceStatus.SUCCEED);

    assertThat(runs.of(List.of(1L, 2L, 4L)))
        .isEqualTo(
            Map.of(
                1L,
                latest(14, WorkflowInstanceStatus.FAILED),
                2L,
                latest(12, WorkflowInstanceStatus.RUNNING)));
  }

  @Test
  void oneWorkflow_orNone_isFine() {
    run(11, 1, WorkflowInstanceStatus.STOPPED);

    assertThat(runs.of(List.of(1L)))
        .isEqualTo(Map.of(1L, latest(11, WorkflowInstanceStatus.STOPPED)));
    assertThat(runs.of(List.of())).isEmpty();
  }
}
