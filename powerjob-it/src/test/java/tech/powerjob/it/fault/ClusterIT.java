package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.db.DatabaseKind;

/** Three servers and three workers: what a short time with each kind of fault leaves behind. */
class ClusterIT {
  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void serverKilledAndStopped_nothingIsLostOrDoubled(@TempDir Path folder) throws Exception {
    try (var cluster = Cluster.start(folder, DatabaseKind.MYSQL, 3, 0, 0, 0)) {
      await("all partitions with three owners")
          .atMost(Duration.ofSeconds(15))
          .until(
              () ->
                  cluster.shares().size() == 3
                      && cluster.shares().stream().mapToInt(Integer::intValue).sum() == 64);
      cluster.begin(8, 1, 1);
      Cluster.pause(8_000);
      cluster.server(0).kill();
      Cluster.pause(12_000);
      cluster.server(1).stop();
      Cluster.pause(6_000);
      var verdict = cluster.end("server-killed-and-another-stopped");
      assertThat(verdict.lost()).isEmpty();
      assertThat(verdict.doubled()).isEmpty();
      assertThat(verdict.stuck()).isEmpty();
      assertThat(verdict.failed()).isEmpty();
      assertThat(verdict.longestGap()).isLessThan(Duration.ofSeconds(10));
      assertThat(verdict.expected()).isGreaterThan(200);
    }
  }
}
