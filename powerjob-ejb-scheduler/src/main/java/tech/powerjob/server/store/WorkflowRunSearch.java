package tech.powerjob.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.run.RunQuery;

/** Looks for runs of workflows of one application. One use; not thread-safe. */
public final class WorkflowRunSearch {
  private final Transactions transactions;
  private final RunQuery query;
  private final StringBuilder where = new StringBuilder("WHERE app_id = ?");
  private final List<Object> values = new ArrayList<>();

  public WorkflowRunSearch(Transactions transactions, long appId, RunQuery query) {
    this.transactions = transactions;
    this.query = query;
    values.add(appId);
    query.workflowId().ifPresent(id -> add("workflow_id = ?", id));
    query.wfInstanceId().ifPresent(id -> add("wf_instance_id = ?", id));
    query
        .expectedFrom()
        .map(Instant::toEpochMilli)
        .ifPresent(from -> add("expected_trigger_time >= ?", from));
    query
        .expectedTo()
        .map(Instant::toEpochMilli)
        .ifPresent(to -> add("expected_trigger_time < ?", to));
    if (!query.statuses().isEmpty()) {
      where
          .append(" AND status IN (")
          .append(ValueList.marks(query.statuses().size()))
          .append(')');
      query.statuses().stream().map(WorkflowInstanceStatus::getV).forEach(values::add);
    }
  }

  private void add(String condition, Object value) {
    where.append(" AND ").append(condition);
    values.add(value);
  }

  /** How many there are, on whatever page. */
  public long count() {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement("SELECT COUNT(*) FROM workflow_instance_info " + where)) {
            bind(select);
            try (var rows = select.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  /** The page that the query asks for, the newest first. */
  public List<WorkflowRun> page() {
    query.before().ifPresent(id -> add("wf_instance_id < ?", id));
    return new JdbcWorkflowRuns(transactions)
        .select(
            where
                + " ORDER BY wf_instance_id DESC LIMIT "
                + query.limit()
                + " OFFSET "
                + query.skip(),
            this::bind);
  }

  private void bind(PreparedStatement select) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
  }
}
