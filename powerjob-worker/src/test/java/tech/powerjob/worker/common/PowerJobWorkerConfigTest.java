package tech.powerjob.worker.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.Protocol;
import tech.powerjob.worker.common.constants.StoreStrategy;

class PowerJobWorkerConfigTest {
  private static PowerJobWorkerConfig config() {
    var config = new PowerJobWorkerConfig();
    config.setAppName("demo");
    config.setPassword("");
    config.setServerAddress(List.of("127.0.0.1:7700"));
    return config;
  }

  private static void assertRefused(Consumer<PowerJobWorkerConfig> change, String message) {
    var config = config();
    change.accept(config);
    assertThatThrownBy(config::validate)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void defaults_areThoseOfPowerJob() {
    var config = new PowerJobWorkerConfig();

    assertThat(config.getPort()).isEqualTo(27777);
    assertThat(config.getServerAddress()).isEmpty();
    assertThat(config.getProtocol()).isEqualTo(Protocol.AKKA);
    assertThat(config.getMaxResultLength()).isEqualTo(8096);
    assertThat(config.isAllowLazyConnectServer()).isFalse();
    assertThat(config.getMaxLightweightTaskNum()).isEqualTo(1024);
    assertThat(config.getMaxHeavyweightTaskNum()).isEqualTo(64);
    assertThat(config.getMaxAppendedWfContextLength()).isEqualTo(8192);
    assertThat(config.getStoreStrategy()).isEqualTo(StoreStrategy.DISK);
    assertThat(config.getUserContext()).isNull();
    assertThat(config.getSystemMetricsCollector()).isNull();
    assertThat(config.isAllowContainers()).isFalse();
    assertThat(config.getHealthReportInterval()).isEqualTo(10);
    assertThat(config.getStopTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.getProcessorFactoryList()).isNull();
    assertThat(config.getTag()).isNull();
  }

  @Test
  void completeConfiguration_isAccepted() {
    assertThatCode(config()::validate).doesNotThrowAnyException();
  }

  @Test
  void unusableValues_areNamedWithTheirRule() {
    assertRefused(c -> c.setAppName(" "), "appName is ' ' but must not be empty");
    assertRefused(c -> c.setServerAddress(List.of()), "serverAddress is '[]' but must hold");
    assertRefused(c -> c.setServerAddress(null), "serverAddress");
    assertRefused(c -> c.setServerAddress(Arrays.asList("a:1", null)), "serverAddress");
    assertRefused(c -> c.setPort(65536), "port is '65536' but must be at most 65535");
    assertRefused(c -> c.setMaxResultLength(0), "maxResultLength is '0' but must be at least 1");
    assertRefused(c -> c.setMaxLightweightTaskNum(0), "maxLightweightTaskNum is '0'");
    assertRefused(c -> c.setMaxHeavyweightTaskNum(0), "maxHeavyweightTaskNum is '0'");
    assertRefused(
        c -> c.setMaxAppendedWfContextLength(-1),
        "maxAppendedWfContextLength is '-1' but must not");
    assertRefused(c -> c.setHealthReportInterval(null), "healthReportInterval is 'null'");
    assertRefused(c -> c.setStopTimeout(Duration.ofMillis(-1)), "stopTimeout is 'PT-0.001S'");
    assertRefused(c -> c.setPassword(null), "password must be set");
  }
}
