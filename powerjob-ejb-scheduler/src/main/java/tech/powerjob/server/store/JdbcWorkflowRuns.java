package tech.powerjob.server.store;

import java.sql.Connection;
import java.util.List;
import tech.powerjob.domain.workflow.WorkflowRun;

/** Runs of workflows in {@code workflow_instance_info}. */
final class JdbcWorkflowRuns {
  private JdbcWorkflowRuns() {}

  static void insert(Connection connection, List<WorkflowRun> runs) {
    throw new UnsupportedOperationException("insert");
  }
}
