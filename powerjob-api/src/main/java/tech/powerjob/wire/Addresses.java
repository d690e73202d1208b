package tech.powerjob.wire;

/** Names of the broker's addresses. Workers may use those of their application and no others. */
public final class Addresses {
  /** Multicast: {@link WorkerHeartbeat}s to every server. */
  public static final String HEARTBEAT = "powerjob.heartbeat";

  /** Queue: {@link InstanceReports} to any server. */
  public static final String REPORT = "powerjob.report";

  /** Queue: {@link LogLines} to any server. */
  public static final String LOG = "powerjob.log";

  /** What the queues of all workers of all applications start with. */
  public static final String WORKERS = "powerjob.worker.";

  private Addresses() {}

  /** Queue: what servers say to one worker. It lives as long as the worker listens. */
  public static String worker(long appId, String workerId) {
    return workers(appId) + workerId;
  }

  /** What the queues of all workers of an application start with. */
  public static String workers(long appId) {
    return WORKERS + appId + ".";
  }
}
