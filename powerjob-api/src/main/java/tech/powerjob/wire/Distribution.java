package tech.powerjob.wire;

import java.util.List;
import tech.powerjob.common.enums.TaskTrackerBehavior;

/**
 * How an instance is spread over workers.
 *
 * @param broker {@code host:port} of the broker that holds its tasks, one of {@link
 *     WorkerConnection#brokers()}
 * @param generation which attempt at the whole instance this is, from 1; tasks of one generation
 *     are gone on with by every coordinator
 * @param reopenedAfter if this generation has ended under this or an earlier epoch, its failed
 *     tasks are to be run again; {@code null} if not
 * @param maxWorkerCount most workers that may take part; 0 for any number
 * @param behavior whether the coordinator's worker takes tasks too
 * @param designatedWorkers entries with commas between, one of which a worker's tag or address must
 *     equal; empty or {@code null} for any worker
 * @param minCpuCores free processor cores that a worker must have
 * @param minMemorySpace free memory that it must have, GiB
 * @param minDiskSpace free disk space that it must have, GiB
 * @param workers those that were fit when the instance was dispatched, the coordinator first; at
 *     most {@code maxWorkerCount} if that is set
 */
public record Distribution(
    String broker,
    int generation,
    Long reopenedAfter,
    int maxWorkerCount,
    TaskTrackerBehavior behavior,
    String designatedWorkers,
    double minCpuCores,
    double minMemorySpace,
    double minDiskSpace,
    List<Member> workers) {
  public Distribution {
    workers = List.copyOf(workers);
  }

  /**
   * A worker that may take part.
   *
   * @param workerId identity of the process
   * @param address {@code ip:port} shown to people
   */
  public record Member(String workerId, String address) {}
}
