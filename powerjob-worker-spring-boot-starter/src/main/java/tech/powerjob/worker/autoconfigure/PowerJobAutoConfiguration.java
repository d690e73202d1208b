package tech.powerjob.worker.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import tech.powerjob.worker.PowerJobSpringWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** Starts a worker unless the application has one, or {@code powerjob.worker.enabled} is false. */
@AutoConfiguration
@EnableConfigurationProperties(PowerJobProperties.class)
@ConditionalOnProperty(prefix = "powerjob.worker", name = "enabled", matchIfMissing = true)
public class PowerJobAutoConfiguration {
  /**
   * The worker.
   *
   * @throws IllegalArgumentException if a required property is missing, naming it
   */
  @Bean
  @ConditionalOnMissingBean
  public PowerJobSpringWorker initPowerJob(PowerJobProperties properties) {
    require("powerjob.worker.app-name", properties.getAppName());
    require("powerjob.worker.password", properties.getPassword());
    require("powerjob.worker.server-address", properties.getServerAddress());
    var config = new PowerJobWorkerConfig();
    config.setAppName(properties.getAppName());
    config.setPassword(properties.getPassword());
    config.setServerAddress(addresses(properties.getServerAddress()));
    config.setPort(properties.getPort() != null ? properties.getPort() : properties.getAkkaPort());
    config.setProtocol(properties.getProtocol());
    config.setMaxResultLength(properties.getMaxResultLength());
    config.setAllowLazyConnectServer(properties.isAllowLazyConnectServer());
    config.setTag(properties.getTag());
    config.setMaxLightweightTaskNum(properties.getMaxLightweightTaskNum());
    config.setMaxHeavyweightTaskNum(properties.getMaxHeavyweightTaskNum());
    config.setMaxAppendedWfContextLength(properties.getMaxAppendedWfContextLength());
    config.setStoreStrategy(properties.getStoreStrategy());
    config.setAllowContainers(properties.isAllowContainers());
    config.setHealthReportInterval(properties.getHealthReportInterval());
    return new PowerJobSpringWorker(config);
  }

  private static List<String> addresses(String commaList) {
    return new ArrayList<>(
        Arrays.stream(commaList.split(","))
            .map(String::trim)
            .filter(address -> !address.isEmpty())
            .toList());
  }

  private static void require(String property, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(property + " must be set for a PowerJob worker");
    }
  }
}
