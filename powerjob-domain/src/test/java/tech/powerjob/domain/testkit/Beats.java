package tech.powerjob.domain.testkit;

import java.util.List;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.wire.WorkerHeartbeat;

/** Heartbeats for tests. */
public final class Beats {
  private Beats() {}

  /** A healthy, idle worker of the tests' application; its address is {@code <id>:27777}. */
  public static WorkerHeartbeat of(String workerId) {
    return of(workerId, null, 10, false);
  }

  public static WorkerHeartbeat of(String workerId, String tag, int score, boolean overload) {
    return new WorkerHeartbeat(
        workerId,
        JobBuilder.APP,
        workerId + ":27777",
        tag,
        "test",
        false,
        false,
        overload,
        0,
        0,
        metrics(score),
        null,
        List.of());
  }

  /** A worker that may have so many runs. */
  public static WorkerHeartbeat withCapacity(String workerId, int capacity) {
    return new WorkerHeartbeat(
        workerId,
        JobBuilder.APP,
        workerId + ":27777",
        null,
        "test",
        false,
        false,
        false,
        0,
        0,
        metrics(10),
        capacity,
        List.of());
  }

  public static WorkerHeartbeat gone(String workerId) {
    return new WorkerHeartbeat(
        workerId,
        JobBuilder.APP,
        workerId + ":27777",
        null,
        "test",
        true,
        true,
        false,
        0,
        0,
        null,
        null,
        List.of());
  }

  private static SystemMetrics metrics(int score) {
    var metrics = new SystemMetrics();
    metrics.setCpuProcessors(4);
    metrics.setCpuLoad(1);
    metrics.setJvmMaxMemory(4);
    metrics.setJvmUsedMemory(1);
    metrics.setDiskTotal(100);
    metrics.setDiskUsed(50);
    metrics.setScore(score);
    return metrics;
  }
}
