package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.worker.Partitions;

/** Deletes finished runs of workflows that nobody needs any more. Thread-safe. */
public final class OldWorkflowRuns {
  private static final int BATCH = 100;

  private final Transactions transactions;

  public OldWorkflowRuns(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Deletes some runs of the given partitions, in one transaction, first the oldest.
   *
   * @param before only runs that were created and finished before go
   * @return whether there may be more
   */
  public boolean deleteSome(Partitions owned, Instant before) {
    if (owned.isEmpty()) {
      return false;
    }
    var ids = find(owned, before);
    if (!ids.isEmpty()) {
      transactions.commit(
          connection -> {
            delete(connection, "DELETE FROM workflow_event WHERE wf_instance_id IN (", ids, ")");
            // Asked again, because somebody may have retried one of them in the meantime.
            delete(
                connection,
                "DELETE FROM workflow_instance_info WHERE wf_instance_id IN (",
                ids,
                ") AND deadline IS NULL");
            return null;
          });
    }
    return ids.size() == BATCH;
  }

  private List<Long> find(Partitions owned, Instant before) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT wf_instance_id FROM workflow_instance_info WHERE wf_instance_id < ?"
                      + " AND deadline IS NULL AND finished_time < ?"
                      + JdbcInstances.inPartitions(owned)
                      + " ORDER BY wf_instance_id LIMIT "
                      + BATCH)) {
            select.setLong(1, InstanceIds.firstOf(before));
            select.setLong(2, before.toEpochMilli());
            try (var rows = select.executeQuery()) {
              var ids = new ArrayList<Long>();
              while (rows.next()) {
                ids.add(rows.getLong(1));
              }
              return ids;
            }
          }
        });
  }

  private static void delete(Connection connection, String head, List<Long> ids, String tail)
      throws SQLException {
    try (var delete = connection.prepareStatement(head + JdbcInstances.marks(ids.size()) + tail)) {
      for (int i = 0; i < ids.size(); i++) {
        delete.setLong(i + 1, ids.get(i));
      }
      delete.executeUpdate();
    }
  }
}
