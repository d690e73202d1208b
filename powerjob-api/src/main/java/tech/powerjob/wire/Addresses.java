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

  /** Queue: {@link TaskReport}s to the server whose broker it is. */
  public static final String TASK_REPORT = "powerjob.task-report";

  /** What the queues of all distributed instances start with. */
  public static final String TASKS = "powerjob.task.";

  /** What the topics start with on which coordinators tell their application's workers of tasks. */
  public static final String ANNOUNCE = "powerjob.announce.";

  /** Queue: what other systems ask of their application, to the server whose broker it is. */
  public static final String COMMAND = "powerjob.command";

  /** Queue: commands that could not be carried out, each with the reason. */
  public static final String COMMAND_DEAD = "powerjob.command.dead";

  /** What the queues start with on which applications await answers to commands. */
  public static final String REPLIES = "powerjob.reply.";

  private Addresses() {}

  /** Topic: what distributed instances of an application run. */
  public static String announce(long appId) {
    return ANNOUNCE + appId;
  }

  /** What the queues of all distributed instances of an application start with. */
  public static String tasks(long appId) {
    return TASKS + appId + ".";
  }

  /**
   * A queue of one distributed instance.
   *
   * @param generation which attempt at the whole instance
   * @param kind what is in it
   */
  public static String task(long appId, long instanceId, int generation, String kind) {
    return tasks(appId) + instanceId + "." + generation + "." + kind;
  }

  /** Queue: what servers say to one worker. It lives as long as the worker listens. */
  public static String worker(long appId, String workerId) {
    return workers(appId) + workerId;
  }

  /** What the queues of all workers of an application start with. */
  public static String workers(long appId) {
    return WORKERS + appId + ".";
  }

  /**
   * Queue: answers to commands of an application.
   *
   * @param name chosen by the application; letters, digits, {@code _} and {@code -}
   */
  public static String reply(String appName, String name) {
    return REPLIES + appName + "." + name;
  }

  /**
   * Whether a name is one of {@link #reply}. What comes after the last dot is the queue's own name,
   * so that the application {@code a} has nothing of the application {@code a.b}.
   */
  public static boolean isReply(String address, String appName) {
    var name = address.substring(address.lastIndexOf('.') + 1);
    return name.matches("[A-Za-z0-9_-]{1,100}") && address.equals(reply(appName, name));
  }
}
