package tech.powerjob.web.console;

import java.util.Locale;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.server.worker.WorkerService.WorkerView;

/** A worker in the console's list, with its numbers as text. */
public record WorkerRow(
    String address,
    String cpuLoad,
    String memoryLoad,
    String diskLoad,
    String protocol,
    String tag,
    String version,
    String lastActiveTime,
    int lightTaskTrackerNum,
    int heavyTaskTrackerNum,
    long lastOverloadTime,
    boolean overloading,
    int status) {
  private static final int OFFLINE = 9999;
  private static final int OVERLOADED = 3;
  private static final double BUSY = 0.8;

  static WorkerRow of(WorkerView worker) {
    var metrics = worker.metrics() == null ? new SystemMetrics() : worker.metrics();
    return new WorkerRow(
        worker.address(),
        "%s / %d cores".formatted(number(metrics.getCpuLoad()), metrics.getCpuProcessors()),
        usage(metrics.getJvmMemoryUsage(), metrics.getJvmUsedMemory(), metrics.getJvmMaxMemory()),
        usage(metrics.getDiskUsage(), metrics.getDiskUsed(), metrics.getDiskTotal()),
        worker.protocol(),
        worker.tag(),
        worker.version(),
        Times.text(worker.lastActive()),
        worker.lightTaskTrackerNum(),
        worker.heavyTaskTrackerNum(),
        0,
        worker.overload(),
        status(worker, metrics));
  }

  /** 1 well, then one more for each thing that is scarce. */
  private static int status(WorkerView worker, SystemMetrics metrics) {
    if (!worker.alive()) {
      return OFFLINE;
    }
    if (worker.overload()) {
      return OVERLOADED;
    }
    int status = 1;
    status += metrics.getCpuLoad() > BUSY * metrics.getCpuProcessors() ? 1 : 0;
    status += metrics.getJvmMemoryUsage() > BUSY ? 1 : 0;
    status += metrics.getDiskUsage() > BUSY ? 1 : 0;
    return status;
  }

  private static String usage(double share, double used, double total) {
    return "%s%%（%s / %s GB）".formatted(number(share * 100), number(used), number(total));
  }

  private static String number(double value) {
    var text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
