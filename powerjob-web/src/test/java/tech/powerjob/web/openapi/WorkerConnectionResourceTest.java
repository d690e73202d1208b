package tech.powerjob.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import tech.powerjob.config.Settings;

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

  private static Iterable<String> brokers(Map<String, String> environment, String host) {
    return WorkerConnectionResource.brokers(Settings.of(new Properties(), environment), host);
  }
}
