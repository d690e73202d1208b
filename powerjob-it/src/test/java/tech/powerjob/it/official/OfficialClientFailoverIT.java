package tech.powerjob.it.official;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.db.DatabaseKind;
import tech.powerjob.it.db.DatabaseServer;

/** The published client with two servers, of which one dies. */
class OfficialClientFailoverIT {
  private static final String APP = "official";
  private static final String PASSWORD = "password-of-official";

  private static ServerProcess server(Path folder, String url) {
    return ServerProcess.in(folder)
        .thatLastsLong()
        .with("POWERJOB_DB_URL", url)
        .with("POWERJOB_DB_USER", DatabaseServer.USER)
        .with("POWERJOB_DB_PASSWORD", DatabaseServer.PASSWORD)
        .withJvmOption("-Xmx512m")
        .withJvmOption("-XX:TieredStopAtLevel=1");
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void killedServer_isReplacedByTheOther_withTheSameTokenAndWithoutLoss(@TempDir Path folder)
      throws Exception {
    try (var database = DatabaseServer.start(DatabaseKind.POSTGRESQL, folder);
        var client = OfficialClient.start(folder.resolve("client"))) {
      var url = database.newDatabase();
      try (var first = server(folder.resolve("server0"), url);
          var second = server(folder.resolve("server1"), url)) {
        first.start();
        second.launch();
        AdminApi.login(first).createApp(APP, PASSWORD);
        second.awaitReady();
        var connected = client.connect(first.address() + "," + second.address(), APP, PASSWORD);
        assertThat(connected.has("exception")).as("%s", connected).isFalse();
        long job =
            client
                .data(
                    "saveJob",
                    Map.of(
                        "jobName", "kept",
                        "timeExpressionType", "API",
                        "executeType", "STANDALONE",
                        "processorType", "BUILT_IN",
                        "processorInfo", "x.Y"))
                .asLong();
        long before = client.data("runJob", job, "before", 600_000).asLong();
        first.kill();
        long after = client.data("runJob", job, "after", 600_000).asLong();
        assertThat(client.data("fetchInstanceInfo", before).path("instanceParams").asText())
            .isEqualTo("before");
        var found =
            client.data("queryInstanceInfo", Map.of("jobIdEq", job, "sortBy", "id")).path("data");
        assertThat(found)
            .extracting(each -> each.path("instanceId").asLong())
            .containsExactlyElementsOf(List.of(after, before));
        client.data("cancelInstance", after);
      }
    }
  }
}
