package tech.powerjob.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.server.worker.WorkerService.WorkerView;

class WorkerRowTest {
  @Test
  void metrics_areShownAsText() {
    var row = WorkerRow.of(worker(true, false, metrics(2.1, 0.006)));

    assertThat(row.cpuLoad()).isEqualTo("2.1 / 2 cores");
    assertThat(row.memoryLoad()).isEqualTo("0.6%（0 / 5.9 GB）");
    assertThat(row.diskLoad()).isEqualTo("12.5%（31.5 / 252 GB）");
    assertThat(row.status()).isEqualTo(2);
  }

  @Test
  void status_countsWhatIsScarce() {
    assertThat(WorkerRow.of(worker(true, false, metrics(0.1, 0.1))).status()).isEqualTo(1);
    assertThat(WorkerRow.of(worker(true, false, metrics(2, 0.9))).status()).isEqualTo(3);
    assertThat(WorkerRow.of(worker(true, true, metrics(0.1, 0.1))).status()).isEqualTo(3);
    assertThat(WorkerRow.of(worker(false, false, metrics(0.1, 0.1))).status()).isEqualTo(9999);
  }

  @Test
  void workerWithoutMetrics_isShown() {
    assertThat(WorkerRow.of(worker(true, false, null)).status()).isEqualTo(1);
  }

  private static WorkerView worker(boolean alive, boolean overload, SystemMetrics metrics) {
    return new WorkerView(
        "w1", "127.0.0.1:1", "tag", "1", alive, overload, 0, 0, Instant.EPOCH, metrics);
  }

  private static SystemMetrics metrics(double cpuLoad, double memoryUsage) {
    var metrics = new SystemMetrics();
    metrics.setCpuProcessors(2);
    metrics.setCpuLoad(cpuLoad);
    metrics.setJvmMemoryUsage(memoryUsage);
    metrics.setJvmMaxMemory(5.9);
    metrics.setDiskUsage(0.125);
    metrics.setDiskUsed(31.5);
    metrics.setDiskTotal(252);
    return metrics;
  }
}
