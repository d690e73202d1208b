package tech.powerjob.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import tech.powerjob.config.Settings;
import tech.powerjob.server.store.Leases;

class WorkerConnectionResourceTest {
  @Test
  void withoutSetting_brokerIsWhereTheServerWasReached() {
    assertThat(brokers(Map.of("POWERJOB_JMS_PORT", "7766"), "jobs.example.org"))
        .containsExactly("jobs.example.org:7766");
    assertThat(brokers(Map.of(), "::1")).containsExactly("[::1]:7701");
    assertThat(brokers(Map.of(), "[::1]")).containsExactly("[::1]:7701");
  }

  @Test
  void configuredAddresses_comeFirst() {
    assertThat(
            brokers(
                Map.of("POWERJOB_JMS_PUBLIC_ADDRESS", "a.example.org:61616, b.example.org:61616"),
                "jobs.example.org"))
        .containsExactly("a.example.org:61616", "b.example.org:61616");
  }

  @Test
  void otherServers_areNamedToo() {
    var settings = Settings.of(new Properties(), Map.of("POWERJOB_HTTP_PORT", "7800"));
    var answer =
        WorkerConnectionResource.answer(
            3, settings, "me", List.of(new Leases.Node(2, "b:7700", List.of("b:7701"), true)));
    assertThat(answer.brokers()).containsExactly("me:7701", "b:7701");
    assertThat(answer.servers()).containsExactly("127.0.0.1:7800", "b:7700");
  }

  private static Iterable<String> brokers(Map<String, String> environment, String host) {
    return WorkerConnectionResource.brokers(Settings.of(new Properties(), environment), host);
  }
}
