package tech.powerjob.server.store;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.worker.Partitions;

/**
 * Deletes finished instances that nobody needs any more, with all that hangs on them. Thread-safe.
 */
public final class OldInstances {
  /** Small, because others wait for the same commits. */
  private static final int BATCH = 200;

  private static final OldRows INSTANCES =
      new OldRows(
          "instance_info",
          "instance_id",
          "instance_id",
          List.of(
              "instance_log_chunk",
              "instance_log",
              "instance_event",
              "backfill",
              "task_page",
              "task_run",
              "http_run"));

  /** Who changed a job is asked long after its runs are forgotten. */
  private static final Duration EDITS_KEPT = Duration.ofDays(365);

  private final Transactions transactions;

  public OldInstances(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Deletes some instances of the given partitions, in one transaction, first the oldest.
   *
   * @param before only instances that were created and finished before go
   * @return whether there may be more
   */
  public boolean deleteSome(Partitions owned, Instant before) {
    return INSTANCES.deleteFinished(transactions, owned, before, BATCH);
  }

  /** Deletes what is known of skipped firings before an instant, and of edits a year before it. */
  public void deleteHistory(Instant before) {
    delete("DELETE FROM skipped_firing WHERE last_due < ?", before);
    delete("DELETE FROM workflow_skipped_firing WHERE last_due < ?", before);
    delete("DELETE FROM job_event WHERE event_time < ?", before.minus(EDITS_KEPT));
  }

  /** Deletes nodes that no workflow uses and that were saved before an instant. */
  public void deleteUnboundNodes(Instant before) {
    transactions.commit(
        connection -> {
          try (var delete =
              connection.prepareStatement(
                  "DELETE FROM workflow_node_info WHERE workflow_id IS NULL AND gmt_create < ?"
                      + " AND gmt_modified < ?")) {
            delete.setTimestamp(1, Timestamp.from(before));
            delete.setTimestamp(2, Timestamp.from(before));
            return delete.executeUpdate();
          }
        });
  }

  private void delete(String sql, Instant before) {
    transactions.commit(
        connection -> {
          try (var delete = connection.prepareStatement(sql)) {
            delete.setLong(1, before.toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }
}
