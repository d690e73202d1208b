package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.db.DatabaseKind;

/** One in a hundred calls of the database fails, commits also after they were done. */
@Tag("prove")
class FailingStoreIT {
  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void callsFail_nothingIsLostOrStuck(@TempDir Path folder) throws Exception {
    try (var cluster = Cluster.start(folder, DatabaseKind.POSTGRESQL, 2, 0, 0)) {
      cluster.begin(10, 1, 1);
      Cluster.pause(3_000);
      cluster.failStore(true);
      Cluster.pause(45_000);
      cluster.failStore(false);
      Cluster.pause(3_000);
      var verdict = cluster.end("store-fails-1-in-100");
      verdict.requireNothingLostOrDoubled();
      long failures = 0;
      for (int i = 0; i < 2; i++) {
        failures +=
            Files.readAllLines(cluster.server(i).log()).stream()
                .filter(line -> line.contains("fails on purpose: "))
                .filter(line -> line.contains("DatabaseFaults"))
                .count();
      }
      System.out.println("PROOF   calls of the database that failed: " + failures);
      assertThat(failures).isGreaterThan(20);
    }
  }
}
