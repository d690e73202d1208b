package tech.powerjob.worker.extension;

import tech.powerjob.common.model.SystemMetrics;

/** Measures the machine for each heartbeat. Called by one thread at a time; should be quick. */
@FunctionalInterface
public interface SystemMetricsCollector {
  SystemMetrics collect();
}
