package tech.powerjob.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.run.RunQuery;

/**
 * Looks for runs of workflows of one application. The newest come first, an order that not every
 * database finds in an index, so it goes back by {@link IdWindows}. One use; not thread-safe.
 */
public final class WorkflowRunSearch {
  private static final String WITHIN = " AND wf_instance_id >= ? AND wf_instance_id < ?";

  private final Transactions transactions;
  private final RunQuery query;
  private final StringBuilder where = new StringBuilder("WHERE ");
  private final List<Object> values = new ArrayList<>();

  /** Whether an index holds little more than what the query lets through. */
  private final boolean few;

  public WorkflowRunSearch(Transactions transactions, long appId, RunQuery query) {
    this.transactions = transactions;
    this.query = query;
    few = query.wfInstanceId().isPresent() || isAllUnfinished(query);
    // Sums keep the optimizer from indexes that hold more than another one.
    boolean byApp = !few && query.workflowId().isEmpty();
    where.append(byApp ? "app_id = ?" : "app_id + 0 = ?");
    values.add(appId);
    query.workflowId().ifPresent(id -> add(few ? "workflow_id + 0 = ?" : "workflow_id = ?", id));
    if (query.wfInstanceId().isPresent()) {
      add("wf_instance_id = ?", query.wfInstanceId().get());
    } else if (few) {
      // What has not ended has a deadline, and little else has.
      where.append(" AND deadline >= 0");
    }
    query
        .expectedFrom()
        .map(Instant::toEpochMilli)
        .ifPresent(from -> add("expected_trigger_time >= ?", from));
    query
        .expectedTo()
        .map(Instant::toEpochMilli)
        .ifPresent(to -> add("expected_trigger_time < ?", to));
    if (!query.statuses().isEmpty()) {
      where.append(" AND status IN (").append(ValueList.marks(query.statuses().size())).append(')');
      query.statuses().stream().map(WorkflowInstanceStatus::getV).forEach(values::add);
    }
  }

  private static boolean isAllUnfinished(RunQuery query) {
    return !query.statuses().isEmpty()
        && query.statuses().stream()
            .map(WorkflowInstanceStatus::getV)
            .allMatch(WorkflowInstanceStatus.GENERALIZED_RUNNING_STATUS::contains);
  }

  private void add(String condition, Object value) {
    where.append(" AND ").append(condition);
    values.add(value);
  }

  /** How many there are, on whatever page. */
  public long count() {
    return count("");
  }

  /** The page that the query asks for, the newest first. */
  public List<WorkflowRun> page() {
    if (few) {
      query.before().ifPresent(id -> add("wf_instance_id + 0 < ?", id));
      return select("", query.skip(), query.limit());
    }
    var found = new ArrayList<WorkflowRun>();
    int skip = query.skip();
    var windows =
        IdWindows.ofTimes(transactions, "workflow_instance_info", "wf_instance_id", query.before());
    while (found.size() < query.limit() && windows.next()) {
      int wanted = query.limit() - found.size();
      long here = skip == 0 ? 0 : count(WITHIN, windows.floor(), windows.ceiling());
      if (skip > 0 && here <= skip) {
        skip -= (int) here;
      } else {
        var some = select(WITHIN, skip, wanted, windows.floor(), windows.ceiling());
        found.addAll(some);
        here = Math.max(here, some.size());
        skip = 0;
      }
      windows.scaleFor((long) skip + query.limit() - found.size(), here);
    }
    return found;
  }

  private long count(String more, Long... moreValues) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT COUNT(*) FROM workflow_instance_info " + where + more)) {
            bind(select, moreValues);
            try (var rows = select.executeQuery()) {
              rows.next();
              return rows.getLong(1);
            }
          }
        });
  }

  private List<WorkflowRun> select(String more, int skip, int limit, Long... moreValues) {
    return new JdbcWorkflowRuns(transactions)
        .select(
            where + more + " ORDER BY wf_instance_id DESC LIMIT " + limit + " OFFSET " + skip,
            select -> bind(select, moreValues));
  }

  private void bind(PreparedStatement select, Long... moreValues) throws SQLException {
    int column = 0;
    for (var value : Stream.concat(values.stream(), Stream.of(moreValues)).toList()) {
      select.setObject(++column, value);
    }
  }
}
