package tech.powerjob.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.WorkflowInstanceStatus;

/** The newest run of each of some workflows, in one query. Thread-safe. */
public final class LatestRuns {
  private static final int WORKFLOWS_PER_QUERY = 50;

  // A step in the index of each workflow; a grouped query would walk through all their runs.
  private static final String NEWEST =
      "(SELECT workflow_id, wf_instance_id, status, expected_trigger_time"
          + " FROM workflow_instance_info WHERE workflow_id = ?"
          + " ORDER BY workflow_id DESC, wf_instance_id DESC LIMIT 1)";

  private final Transactions transactions;

  public LatestRuns(Transactions transactions) {
    this.transactions = transactions;
  }

  /** How a run stands. */
  public record Latest(long wfInstanceId, WorkflowInstanceStatus status, Instant expected) {}

  /** By workflow; those without a run are missing. */
  public Map<Long, Latest> of(Collection<Long> workflowIds) {
    var ids = List.copyOf(workflowIds);
    var found = new HashMap<Long, Latest>();
    for (int from = 0; from < ids.size(); from += WORKFLOWS_PER_QUERY) {
      found.putAll(some(ids.subList(from, Math.min(ids.size(), from + WORKFLOWS_PER_QUERY))));
    }
    return found;
  }

  private Map<Long, Latest> some(List<Long> ids) {
    var sql = new ArrayList<String>();
    ids.forEach(id -> sql.add(NEWEST));
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  sql.stream().collect(Collectors.joining(" UNION ALL ")))) {
            for (int i = 0; i < ids.size(); i++) {
              select.setLong(i + 1, ids.get(i));
            }
            var found = new HashMap<Long, Latest>();
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                found.put(
                    rows.getLong(1),
                    new Latest(
                        rows.getLong(2),
                        WorkflowInstanceStatus.of(rows.getInt(3)),
                        Instant.ofEpochMilli(rows.getLong(4))));
              }
            }
            return found;
          }
        });
  }
}
