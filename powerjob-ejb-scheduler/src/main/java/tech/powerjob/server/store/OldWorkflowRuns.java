package tech.powerjob.server.store;

import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.worker.Partitions;

/** Deletes finished runs of workflows that nobody needs any more. Thread-safe. */
public final class OldWorkflowRuns {
  private static final int BATCH = 100;

  private static final OldRows RUNS =
      new OldRows(
          "workflow_instance_info", "wf_instance_id", "wf_instance_id", List.of("workflow_event"));

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
    return RUNS.deleteFinished(transactions, owned, before, BATCH);
  }
}
