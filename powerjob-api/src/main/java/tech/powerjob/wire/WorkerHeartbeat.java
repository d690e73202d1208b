package tech.powerjob.wire;

import java.util.List;
import tech.powerjob.common.model.SystemMetrics;

/**
 * Worker to all servers: I live, this is how I am.
 *
 * @param workerId identity of the process, new at each start
 * @param appId id of the application
 * @param address {@code ip:port} shown to people and matched by designated workers
 * @param tag free text matched by dispatch rules, may be {@code null}
 * @param version version of the worker
 * @param stopping the worker drains and wants no new runs
 * @param gone the worker has drained; this is its last word
 * @param overload the worker has all the runs it may have
 * @param lightTaskTrackerNum standalone runs at work or waiting
 * @param heavyTaskTrackerNum distributed and second-level runs
 * @param systemMetrics processor, memory and disk
 * @param capacity how many runs it may have; {@code null} where only {@code overload} tells
 * @param containerInfos containers that it has
 */
public record WorkerHeartbeat(
    String workerId,
    long appId,
    String address,
    String tag,
    String version,
    boolean stopping,
    boolean gone,
    boolean overload,
    int lightTaskTrackerNum,
    int heavyTaskTrackerNum,
    SystemMetrics systemMetrics,
    Integer capacity,
    List<ContainerInfo> containerInfos)
    implements WireMessage {
  public WorkerHeartbeat {
    containerInfos = containerInfos == null ? List.of() : List.copyOf(containerInfos);
  }
}
