package tech.powerjob.server.store;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.WorkflowInstanceStatus;

/** How the newest run of each of some workflows stands. Thread-safe. */
public final class LatestRuns {
  private static final int RUNS_PER_QUERY = 500;

  private final Transactions transactions;

  public LatestRuns(Transactions transactions) {
    this.transactions = transactions;
  }

  /** How a run stands. */
  public record Latest(long wfInstanceId, WorkflowInstanceStatus status, Instant expected) {}

  /** By workflow; those without a run are missing. */
  public Map<Long, Latest> of(Collection<Long> workflowIds) {
    var ids = List.copyOf(NewestIds.ofWorkflows(transactions).of(workflowIds).values());
    var found = new HashMap<Long, Latest>();
    for (int from = 0; from < ids.size(); from += RUNS_PER_QUERY) {
      addSome(ids.subList(from, Math.min(ids.size(), from + RUNS_PER_QUERY)), found);
    }
    return found;
  }

  private void addSome(List<Long> ids, Map<Long, Latest> found) {
    transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT workflow_id, wf_instance_id, status, expected_trigger_time"
                      + " FROM workflow_instance_info WHERE wf_instance_id IN ("
                      + ValueList.marks(ids.size())
                      + ")")) {
            ValueList.setLongs(select, 0, ids);
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                found.put(
                    rows.getLong(1),
                    new Latest(
                        rows.getLong(2),
                        WorkflowInstanceStatus.of(rows.getInt(3)),
                        Instant.ofEpochMilli(rows.getLong(4))));
              }
              return null;
            }
          }
        });
  }
}
