package tech.powerjob.worker.internal.heartbeat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.worker.extension.SystemMetricsCollector;

/**
 * Measures this JVM and its machine. Memory and disk are in GB, rounded to four digits; the load is
 * that of the last minute, negative where the system does not tell.
 */
public final class JvmMetrics implements SystemMetricsCollector {
  private static final double GB = 1L << 30;

  @Override
  public SystemMetrics collect() {
    var metrics = new SystemMetrics();
    var system = ManagementFactory.getOperatingSystemMXBean();
    metrics.setCpuProcessors(system.getAvailableProcessors());
    metrics.setCpuLoad(rounded(system.getSystemLoadAverage()));

    var runtime = Runtime.getRuntime();
    double used = runtime.totalMemory() - runtime.freeMemory();
    metrics.setJvmUsedMemory(rounded(used / GB));
    metrics.setJvmMaxMemory(rounded(runtime.maxMemory() / GB));
    metrics.setJvmMemoryUsage(rounded(used / runtime.maxMemory()));

    long total = 0;
    long free = 0;
    for (var root : File.listRoots()) {
      total += root.getTotalSpace();
      free += root.getFreeSpace();
    }
    metrics.setDiskTotal(rounded(total / GB));
    metrics.setDiskUsed(rounded((total - free) / GB));
    metrics.setDiskUsage(total == 0 ? 0 : rounded((total - free) / (double) total));
    metrics.setScore(score(metrics));
    return metrics;
  }

  /** How much room there is: free memory counts twice, then processors without work. */
  static int score(SystemMetrics metrics) {
    double idle = metrics.getCpuProcessors() - metrics.getCpuLoad();
    if (idle > metrics.getCpuProcessors()) {
      idle = 1;
    }
    return (int) ((metrics.getJvmMaxMemory() - metrics.getJvmUsedMemory()) * 2 + idle);
  }

  private static double rounded(double value) {
    return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).doubleValue();
  }
}
