package tech.powerjob.server.store;

import java.time.Instant;
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
    var ids =
        FinishedRows.oldest(
            transactions, "workflow_instance_info", "wf_instance_id", owned, before, BATCH);
    if (!ids.isEmpty()) {
      transactions.commit(
          connection -> {
            FinishedRows.delete(
                connection, "DELETE FROM workflow_event WHERE wf_instance_id IN (", ids, ")");
            // Asked again, because somebody may have retried one of them in the meantime.
            FinishedRows.delete(
                connection,
                "DELETE FROM workflow_instance_info WHERE wf_instance_id IN (",
                ids,
                ") AND deadline IS NULL");
            return null;
          });
    }
    return ids.size() == BATCH;
  }
}
