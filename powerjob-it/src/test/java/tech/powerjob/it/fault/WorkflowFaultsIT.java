package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.it.WorkflowDraft;
import tech.powerjob.it.db.DatabaseKind;

/**
 * Two servers see to the same 200 runs of a diamond, each is killed in the middle of them and comes
 * back: every run succeeds, every node of it was begun once, and its instance ran once.
 */
@Tag("prove")
class WorkflowFaultsIT {
  private static final int UNDISTURBED = 20;
  private static final int RUNS = 200;
  private static final int KILLS = 2;

  /** How long a node runs: a run takes longer than starting many, so that a kill interrupts it. */
  private static final int NODE_MILLIS = 1_000;

  private static final int MIDDLE = 8;
  private static final int NODES = MIDDLE + 2;

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void serversKilledInTheMiddle_everyRunEndsAndEveryNodeRunsOnce(@TempDir Path folder)
      throws Exception {
    try (var cluster = Cluster.start(folder, DatabaseKind.MYSQL, 2, 0, 0);
        var connection = cluster.connect()) {
      var runs = new HashSet<Long>();
      try (var client = cluster.client()) {
        long workflow = diamond(client);
        runs.addAll(start(client, workflow, UNDISTURBED)); // Nothing is killed while these run.
        awaitEnd(connection, runs.size(), Duration.ofSeconds(60));
        for (int i = 0; i < KILLS; i++) {
          runs.addAll(start(client, workflow, RUNS / KILLS));
          int underWay = underWay(connection);
          cluster.server(i).kill();
          System.out.printf(
              "PROOF workflow: %d of %d runs were under way when server %d was killed%n",
              underWay, RUNS / KILLS, i);
          assertThat(underWay).as("a kill that interrupts nothing proves nothing").isPositive();
          Cluster.pause(3_000);
          cluster.server(i).start();
        }
      }
      long begun = System.nanoTime();
      awaitEnd(connection, runs.size(), Duration.ofSeconds(180));
      var states = states(connection);
      var launched = launched(connection);
      var ran = ran(cluster);
      long twice = ran.values().stream().filter(times -> times > 1).count();
      System.out.printf(
          "PROOF workflow on MYSQL: runs=%d succeeded=%d instances=%d ran=%d ran-twice=%d,"
              + " all ended %.1fs after the last restart%n",
          runs.size(),
          states.getOrDefault(4, 0),
          launched.values().stream().mapToInt(Integer::intValue).sum(),
          ran.size(),
          twice,
          (System.nanoTime() - begun) / 1e9);
      assertThat(states).isEqualTo(Map.of(4, runs.size()));
      assertThat(launched.keySet()).isEqualTo(runs);
      assertThat(launched.values()).as("instances of each run").containsOnly(NODES);
      assertThat(ran).hasSize(runs.size() * NODES);
      assertThat(twice).isZero();
    }
  }

  private static long diamond(PowerJobClient client) {
    long job = Cluster.save(client, "step", TimeExpressionType.API, null, 0);
    return WorkflowDraft.diamond("diamond", job, MIDDLE, node -> Integer.toString(NODE_MILLIS))
        .save(client);
  }

  private static Set<Long> start(PowerJobClient client, long workflow, int count) {
    var started = new HashSet<Long>();
    for (int i = 0; i < count; i++) {
      var run = client.runWorkflow(workflow, "{\"number\":" + i + "}", 0);
      assertThat(run.isSuccess()).as(run.getMessage()).isTrue();
      started.add(run.getData());
    }
    return started;
  }

  private static void awaitEnd(Connection connection, int runs, Duration patience)
      throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      var states = states(connection);
      if (underWay(states) == 0
          && states.values().stream().mapToInt(Integer::intValue).sum() == runs) {
        return;
      }
      Cluster.pause(500);
    }
  }

  /** How many runs have not ended yet. */
  private static int underWay(Connection connection) throws SQLException {
    return underWay(states(connection));
  }

  private static int underWay(Map<Integer, Integer> states) {
    return states.getOrDefault(1, 0) + states.getOrDefault(2, 0);
  }

  /** How many runs there are in each state. */
  private static Map<Integer, Integer> states(Connection connection) throws SQLException {
    var states = new HashMap<Integer, Integer>();
    try (var select = connection.createStatement();
        var rows =
            select.executeQuery(
                "SELECT status, COUNT(*) FROM workflow_instance_info GROUP BY status")) {
      while (rows.next()) {
        states.put(rows.getInt(1), rows.getInt(2));
      }
    }
    return states;
  }

  /** How many instances each run has. */
  private static Map<Long, Integer> launched(Connection connection) throws SQLException {
    var launched = new HashMap<Long, Integer>();
    try (var select = connection.createStatement();
        var rows =
            select.executeQuery(
                "SELECT wf_instance_id, COUNT(*) FROM instance_info"
                    + " WHERE wf_instance_id IS NOT NULL AND status = 5"
                    + " GROUP BY wf_instance_id")) {
      while (rows.next()) {
        launched.put(rows.getLong(1), rows.getInt(2));
      }
    }
    return launched;
  }

  /** How often each instance ran to its end. */
  private static Map<String, Integer> ran(Cluster cluster) throws Exception {
    var ran = new HashMap<String, Integer>();
    for (var file : cluster.records()) {
      Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("E "))
          .forEach(line -> ran.merge(line.split(" ")[1], 1, Integer::sum));
    }
    return ran;
  }
}
