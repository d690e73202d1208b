package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.powerjob.it.db.DatabaseKind;

/**
 * Three servers, three workers, schedules that fire every second and somebody who asks for runs,
 * while things break, one after the other.
 */
class ClusterIT {
  /** The longest time in which a schedule may stand still besides the outage itself. */
  private static final Duration TAKEOVER = Duration.ofSeconds(10);

  private static Cluster start(Path folder, DatabaseKind kind, long... clockOffsets)
      throws Exception {
    var cluster = Cluster.start(folder, kind, 3, clockOffsets);
    await("all partitions with three owners")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                cluster.shares().size() == 3
                    && cluster.shares().stream().mapToInt(Integer::intValue).sum() == 64);
    cluster.begin(8, 1, 1);
    Cluster.pause(4_000);
    return cluster;
  }

  private static void killServer(Cluster cluster, int index) throws Exception {
    cluster.phase(
        "server killed",
        () -> {
          cluster.server(index).kill();
          Cluster.pause(14_000);
        });
    cluster.phase(
        "server started again",
        () -> {
          cluster.server(index).start();
          Cluster.pause(4_000);
        });
  }

  private static void pauseServer(Cluster cluster, int index, int seconds) throws Exception {
    cluster.phase(
        "server paused and resumed",
        () -> {
          Cluster.signal(cluster.server(index), "STOP");
          Cluster.pause(seconds * 1000L);
          Cluster.signal(cluster.server(index), "CONT");
          Cluster.pause(12_000);
        });
  }

  private static void killWorker(Cluster cluster, int index) throws Exception {
    cluster.phase(
        "worker killed",
        () -> {
          cluster.worker(index).kill();
          Cluster.pause(14_000);
          cluster.worker(index).start();
        });
  }

  private static void cutNetwork(Cluster cluster, int index, int seconds) throws Exception {
    cluster.phase(
        "network between a server and the database cut",
        () -> {
          cluster.network(index).cut();
          Cluster.pause(seconds * 1000L);
          cluster.network(index).heal();
          Cluster.pause(8_000);
        });
  }

  private static long restartDatabase(Cluster cluster) throws Exception {
    long begun = System.currentTimeMillis();
    var outage = new long[1];
    cluster.phase(
        "database restarted",
        () -> {
          cluster.database().kill();
          cluster.database().start();
          outage[0] = System.currentTimeMillis() - begun;
          Cluster.pause(14_000);
        });
    return outage[0];
  }

  private static void check(Cluster cluster, Verdict verdict, long databaseOutage) {
    verdict.requireNothingLostOrDoubled();
    cluster
        .gaps()
        .forEach(
            (phase, gap) ->
                assertThat(gap)
                    .as("longest gap while " + phase)
                    .isLessThan(
                        phase.startsWith("database")
                            ? TAKEOVER.plusMillis(databaseOutage)
                            : TAKEOVER));
  }

  @Test
  @Timeout(value = 12, unit = TimeUnit.MINUTES)
  void oneAfterTheOther_nothingIsLostOrDoubled(@TempDir Path folder) throws Exception {
    try (var cluster = start(folder, DatabaseKind.MYSQL, 0, 30_000, -30_000)) {
      killServer(cluster, 0);
      pauseServer(cluster, 1, 12);
      killWorker(cluster, 0);
      cutNetwork(cluster, 2, 12);
      long outage = restartDatabase(cluster);
      check(cluster, cluster.end("faults-one-after-the-other"), outage);
    }
  }

  @Tag("prove")
  @ParameterizedTest
  @EnumSource(names = {"MYSQL", "MARIADB", "POSTGRESQL"})
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void longAndMixed_nothingIsLostOrDoubled(DatabaseKind kind, @TempDir Path folder)
      throws Exception {
    try (var cluster = start(folder, kind, 30_000, 0, -30_000)) {
      killServer(cluster, 2);
      pauseServer(cluster, 0, 30);
      killWorker(cluster, 1);
      cutNetwork(cluster, 1, 30);
      long outage = restartDatabase(cluster);
      cluster.phase(
          "server paused, worker killed, then another server killed",
          () -> {
            Cluster.signal(cluster.server(0), "STOP");
            cluster.worker(2).kill();
            Cluster.pause(12_000);
            cluster.server(1).kill();
            Cluster.pause(12_000);
            Cluster.signal(cluster.server(0), "CONT");
            cluster.worker(2).start();
            Cluster.pause(12_000);
          });
      var verdict = cluster.end("faults-long-and-mixed");
      check(cluster, verdict, outage);
    }
  }
}
