package tech.powerjob.domain.worker;

import java.time.Duration;
import java.time.Instant;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.wire.WorkerHeartbeat;

/**
 * A worker as its last heartbeat showed it.
 *
 * @param heartbeat what it said
 * @param lastSeen when this server heard it, by this server's clock
 * @param inFlight runs that this server gave it and of which it has not heard the end
 */
public record Worker(WorkerHeartbeat heartbeat, Instant lastSeen, int inFlight) {
  /** Longest silence before a worker counts as lost; several times {@link #HEARTBEAT}. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** How often workers say that they live. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(2);

  public String id() {
    return heartbeat.workerId();
  }

  public String address() {
    return heartbeat.address();
  }

  /** The tag, empty when it has none. */
  public String tag() {
    return heartbeat.tag() == null ? "" : heartbeat.tag();
  }

  public boolean isAlive(Instant now) {
    return !heartbeat.gone() && lastSeen.plus(TIMEOUT).isAfter(now);
  }

  /**
   * Whether it has room for what a job wants of processor, memory (GB) and disk (GB); 0 wants
   * nothing.
   */
  public boolean hasRoomFor(double minCpuCores, double minMemorySpace, double minDiskSpace) {
    var metrics = heartbeat.systemMetrics();
    if (metrics == null) {
      return minCpuCores <= 0 && minMemorySpace <= 0 && minDiskSpace <= 0;
    }
    return metrics.getJvmMaxMemory() - metrics.getJvmUsedMemory() >= minMemorySpace
        && metrics.getDiskTotal() - metrics.getDiskUsed() >= minDiskSpace
        && (metrics.getCpuLoad() <= 0
            || minCpuCores <= 0
            || minCpuCores < metrics.getCpuProcessors() - metrics.getCpuLoad());
  }

  /** How healthy the machine is: higher is better, at least 1. */
  public double score() {
    var metrics = heartbeat.systemMetrics();
    if (metrics == null) {
      return 1;
    }
    return Math.max(1, metrics.getScore() > 0 ? metrics.getScore() : computedScore(metrics));
  }

  private static double computedScore(SystemMetrics metrics) {
    double idle = metrics.getCpuProcessors() - metrics.getCpuLoad();
    return Math.floor(
        (metrics.getJvmMaxMemory() - metrics.getJvmUsedMemory()) * 2
            + (idle > metrics.getCpuProcessors() ? 1 : idle));
  }

  /**
   * Work per health, the lower the better. What was sent since the last heartbeat counts, so that a
   * worker that looks idle is not buried under everything until it speaks again.
   */
  public double burden() {
    int known = heartbeat.lightTaskTrackerNum() + heartbeat.heavyTaskTrackerNum();
    return (1 + Math.max(known, inFlight)) / score();
  }
}
