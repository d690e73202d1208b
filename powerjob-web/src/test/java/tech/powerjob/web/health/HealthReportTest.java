package tech.powerjob.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tech.powerjob.server.health.ServerHealth;
import tech.powerjob.web.rest.JsonBody;

class HealthReportTest {
  @Test
  void allWell_isReady() throws Exception {
    var report = HealthReport.of(HealthReport.ready(health(true, true, true)));

    assertThat(report.up()).isTrue();
    assertThat(JsonBody.mapper().writeValueAsString(report))
        .isEqualTo(
            "{\"status\":\"UP\",\"checks\":[{\"name\":\"powerjob-ready\",\"status\":\"UP\","
                + "\"data\":{\"started\":true,\"database\":true,\"broker\":true}}]}");
  }

  @Test
  void anythingDown_isNotReadyButAlive() {
    assertThat(HealthReport.of(HealthReport.ready(health(false, true, true))).up()).isFalse();
    assertThat(HealthReport.of(HealthReport.ready(health(true, false, true))).up()).isFalse();
    assertThat(HealthReport.of(HealthReport.ready(health(true, true, false))).up()).isFalse();
    assertThat(HealthReport.of(HealthReport.live()).up()).isTrue();
  }

  @Test
  void oneCheckDown_takesTheWholeDown() {
    assertThat(
            HealthReport.of(HealthReport.live(), HealthReport.ready(health(true, true, false)))
                .up())
        .isFalse();
  }

  private static ServerHealth health(boolean started, boolean database, boolean broker) {
    return new ServerHealth() {
      @Override
      public boolean started() {
        return started;
      }

      @Override
      public boolean databaseUp() {
        return database;
      }

      @Override
      public boolean brokerUp() {
        return broker;
      }
    };
  }
}
