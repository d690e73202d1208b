package tech.powerjob.web.page.overview;

import java.time.Instant;
import java.util.Locale;
import tech.powerjob.server.worker.WorkerService.WorkerView;

/**
 * A worker in the table. Loads are parts of what there is, in whole percents.
 *
 * @param state GOOD, BUSY, OVERLOADED or LOST
 */
public record WorkerRow(
    String address,
    State state,
    String tag,
    String protocol,
    String version,
    long cpu,
    String cpuText,
    long memory,
    String memoryText,
    long disk,
    String diskText,
    int light,
    int heavy,
    long lastActive)
    implements Comparable<WorkerRow> {
  private static final int HIGH = 80;

  /** How a worker is. */
  public enum State {
    GOOD,
    BUSY,
    OVERLOADED,
    LOST
  }

  public static WorkerRow of(WorkerView worker, Instant now) {
    var metrics = worker.metrics();
    boolean none = metrics == null;
    long cpu =
        none || metrics.getCpuProcessors() == 0
            ? 0
            : Math.round(100 * Math.max(0, metrics.getCpuLoad()) / metrics.getCpuProcessors());
    long memory = none ? 0 : Math.round(100 * metrics.getJvmMemoryUsage());
    long disk = none ? 0 : Math.round(100 * metrics.getDiskUsage());
    return new WorkerRow(
        worker.address(),
        state(worker, cpu, memory, disk),
        worker.tag(),
        worker.protocol(),
        worker.version(),
        cpu,
        none ? "–" : "%s / %d".formatted(number(metrics.getCpuLoad()), metrics.getCpuProcessors()),
        memory,
        none ? "–" : gigabytes(metrics.getJvmUsedMemory(), metrics.getJvmMaxMemory()),
        disk,
        none ? "–" : gigabytes(metrics.getDiskUsed(), metrics.getDiskTotal()),
        worker.lightTaskTrackerNum(),
        worker.heavyTaskTrackerNum(),
        worker.lastActive().toEpochMilli());
  }

  private static State state(WorkerView worker, long cpu, long memory, long disk) {
    if (!worker.alive()) {
      return State.LOST;
    }
    if (worker.overload()) {
      return State.OVERLOADED;
    }
    return cpu > HIGH || memory > HIGH || disk > HIGH ? State.BUSY : State.GOOD;
  }

  private static String gigabytes(double used, double all) {
    return number(used) + " / " + number(all) + " GB";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Trouble first. */
  @Override
  public int compareTo(WorkerRow other) {
    int byState = Integer.compare(order(), other.order());
    return byState != 0 ? byState : address.compareTo(other.address);
  }

  private int order() {
    return switch (state) {
      case OVERLOADED -> 0;
      case BUSY -> 1;
      case GOOD -> 2;
      case LOST -> 3;
    };
  }
}
