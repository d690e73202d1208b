package tech.powerjob.server.instance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.server.store.Transactions;

/** What waits for what in an application. Thread-safe. */
@ApplicationScoped
public class Waits {
  private static final int MOST = 200;

  /**
   * Instances of a job that wait for the same.
   *
   * @param reason WORKER, TURN, PAUSE, POOL or RATE
   * @param oldest expected time of the one that has waited longest, epoch milliseconds
   */
  public record Queue(long jobId, String reason, long instances, long oldest) {}

  @Inject private Transactions transactions;

  /** The longest queues first. */
  public List<Queue> of(long appId) {
    // What waits has a deadline; so this looks at little more than what is going on. The sum keeps
    // the optimizer from the application's index, which holds its whole history.
    var sql =
        "SELECT job_id, waiting_for, COUNT(*), MIN(expected_trigger_time) FROM instance_info"
            + " WHERE deadline >= 0 AND app_id + 0 = ? AND status = 1 AND waiting_for IS NOT NULL"
            + " GROUP BY job_id, waiting_for ORDER BY 3 DESC LIMIT "
            + MOST;
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql)) {
            select.setLong(1, appId);
            var queues = new ArrayList<Queue>();
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                queues.add(
                    new Queue(
                        rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
              }
            }
            return queues;
          }
        });
  }
}
