package tech.powerjob.server.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.Transactions;

/** How an application stands, in numbers. Thread-safe. */
@ApplicationScoped
public class Overviews {
  private static final Duration FAILED_WITHIN = Duration.ofHours(24);

  /**
   * Numbers of an application.
   *
   * @param jobs jobs that are not deleted
   * @param enabledJobs those of them whose schedule fires
   * @param unfinished instances that have not ended, by the name of their status
   * @param failedInstances instances made within the last 24 hours that have failed
   * @param servers addresses of the live servers
   */
  public record Overview(
      long appId,
      long jobs,
      long enabledJobs,
      Map<String, Long> unfinished,
      long failedInstances,
      int workersAlive,
      int workersLost,
      List<String> servers,
      long serverTime) {}

  @Inject private RunningServer server;
  @Inject private Transactions transactions;
  @Inject private WorkerService workers;

  /** The numbers of an application as they are now. */
  public Overview of(long appId) {
    var engine = server.engine();
    var now = engine.now();
    var jobs =
        count("SELECT status, COUNT(*) FROM job_info WHERE app_id = ? GROUP BY status", appId);
    // What has not ended has a deadline; so this looks at little more than what is going on. The
    // sum
    // keeps the optimizer from the application's index, which holds its whole history.
    var open =
        count(
            "SELECT status, COUNT(*) FROM instance_info WHERE deadline >= 0 AND app_id + 0 = ?"
                + " AND status IN (1, 2, 3) GROUP BY status",
            appId);
    var failed =
        count(
            "SELECT status, COUNT(*) FROM instance_info WHERE app_id = ? AND failed_id >= ?"
                + " GROUP BY status",
            appId,
            InstanceIds.firstOf(now.minus(FAILED_WITHIN)));
    var unfinished = new HashMap<String, Long>();
    for (int code : InstanceStatus.GENERALIZED_RUNNING_STATUS) {
      unfinished.put(InstanceStatus.of(code).name(), open.getOrDefault(code, 0L));
    }
    var known = workers.list(appId);
    int alive = (int) known.stream().filter(WorkerService.WorkerView::alive).count();
    long enabled = jobs.getOrDefault(SwitchableStatus.ENABLE.getV(), 0L);
    return new Overview(
        appId,
        enabled + jobs.getOrDefault(SwitchableStatus.DISABLE.getV(), 0L),
        enabled,
        unfinished,
        failed.getOrDefault(InstanceStatus.FAILED.getV(), 0L),
        alive,
        known.size() - alive,
        engine.ownership().alive().stream().map(node -> node.address()).toList(),
        now.toEpochMilli());
  }

  private Map<Integer, Long> count(String sql, long... values) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              select.setLong(i + 1, values[i]);
            }
            var counts = new HashMap<Integer, Long>();
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                counts.put(rows.getInt(1), rows.getLong(2));
              }
            }
            return counts;
          }
        });
  }
}
