package tech.powerjob.worker.internal.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.model.SystemMetrics;

class JvmMetricsTest {
  @Test
  void thisMachine_hasProcessorsMemoryAndDisk() {
    var metrics = new JvmMetrics().collect();

    assertThat(metrics.getCpuProcessors()).isPositive();
    assertThat(metrics.getJvmMaxMemory()).isPositive().isLessThan(10_000);
    assertThat(metrics.getJvmUsedMemory()).isPositive().isLessThan(metrics.getJvmMaxMemory());
    assertThat(metrics.getJvmMemoryUsage()).isBetween(0.0, 1.0);
    assertThat(metrics.getDiskTotal()).isPositive();
    assertThat(metrics.getDiskUsage()).isBetween(0.0, 1.0);
    assertThat(BigDecimal.valueOf(metrics.getJvmUsedMemory()).scale())
        .as("digits after the point")
        .isLessThanOrEqualTo(4);
  }

  @Test
  void score_countsFreeMemoryTwiceAndIdleProcessors() {
    assertThat(JvmMetrics.score(metrics(2, 1.0879, 5.8867, 0.0253))).isEqualTo(12);
  }

  @Test
  void unknownLoad_countsAsOneIdleProcessor() {
    assertThat(JvmMetrics.score(metrics(8, -1, 2, 1))).isEqualTo(3);
  }

  private static SystemMetrics metrics(int cpus, double load, double max, double used) {
    var metrics = new SystemMetrics();
    metrics.setCpuProcessors(cpus);
    metrics.setCpuLoad(load);
    metrics.setJvmMaxMemory(max);
    metrics.setJvmUsedMemory(used);
    return metrics;
  }
}
