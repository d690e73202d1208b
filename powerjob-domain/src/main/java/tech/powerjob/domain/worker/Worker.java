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
 * @param sinceHeartbeat how many more runs it has than at its last heartbeat, as far as this server
 *     knows; may be negative
 * @param refusing whether it turned a run down since its last heartbeat
 * @param silenceLimit longest silence before it counts as lost
 */
public record Worker(
    WorkerHeartbeat heartbeat,
    Instant lastSeen,
    int sinceHeartbeat,
    boolean refusing,
    Duration silenceLimit) {
  /** Longest silence before a JMS worker counts as lost; several times {@link #HEARTBEAT}. */
  public static final Duration TIMEOUT = WorkerProtocol.JMS.silenceLimit();

  /** How often JMS workers say that they live. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** A worker that may be silent as long as its protocol lets it. */
  public Worker(WorkerHeartbeat heartbeat, Instant lastSeen, int sinceHeartbeat, boolean refusing) {
    this(
        heartbeat,
        lastSeen,
        sinceHeartbeat,
        refusing,
        WorkerProtocol.of(heartbeat.workerId()).silenceLimit());
  }

  public WorkerProtocol protocol() {
    return WorkerProtocol.of(id());
  }

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
    return !heartbeat.gone() && lastSeen.plus(silenceLimit).isAfter(now);
  }

  /**
   * What it lacks of the processor cores, memory (GB) and disk (GB) that a job wants, in words;
   * {@code null} if nothing. Wanting 0 is wanting nothing.
   */
  public String lacks(double minCpuCores, double minMemorySpace, double minDiskSpace) {
    var metrics = heartbeat.systemMetrics();
    if (metrics == null) {
      return minCpuCores <= 0 && minMemorySpace <= 0 && minDiskSpace <= 0
          ? null
          : "says nothing of its processor, memory and disk";
    }
    double memory = metrics.getJvmMaxMemory() - metrics.getJvmUsedMemory();
    if (memory < minMemorySpace) {
      return "has %.2f GB of free memory but minMemorySpace is %s"
          .formatted(memory, minMemorySpace);
    }
    double disk = metrics.getDiskTotal() - metrics.getDiskUsed();
    if (disk < minDiskSpace) {
      return "has %.2f GB of free disk but minDiskSpace is %s".formatted(disk, minDiskSpace);
    }
    double cores = metrics.getCpuProcessors() - metrics.getCpuLoad();
    return metrics.getCpuLoad() <= 0 || minCpuCores <= 0 || minCpuCores < cores
        ? null
        : "has %.2f idle processor cores but minCpuCores is %s".formatted(cores, minCpuCores);
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
   * How many runs it has, as well as this server knows: what it said, and what this server gave it
   * and took from it since. So a worker that looks idle is not buried under everything until it
   * speaks again.
   */
  public int load() {
    int known = heartbeat.lightTaskTrackerNum() + heartbeat.heavyTaskTrackerNum();
    return Math.max(0, known + sinceHeartbeat);
  }

  /** Whether it should be given no more runs for now. */
  public boolean isFull() {
    var capacity = heartbeat.capacity();
    return refusing || (capacity == null ? heartbeat.overload() : load() >= capacity);
  }

  /** Work per health, the lower the better. */
  public double burden() {
    return (1 + load()) / score();
  }
}
