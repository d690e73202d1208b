package tech.powerjob.wire;

/**
 * Something that server and worker say to each other. A message may come twice, late or never;
 * whoever handles it must be content with that.
 *
 * <p>The type travels as {@link #type()} and the version of the wire format as {@link #VERSION}. A
 * reader ignores fields that it does not know, and refuses versions it does not know.
 */
public sealed interface WireMessage
    permits RunInstance,
        RunInstances,
        StopInstance,
        CheckInstances,
        ReportsAccepted,
        LogsAccepted,
        DeployContainer,
        DestroyContainer,
        WorkerHeartbeat,
        InstanceReports,
        LogLines,
        TaskReport,
        TaskAnnouncement {
  /** Version of the wire format that this code writes. */
  int VERSION = 1;

  /** The name under which the message travels. */
  default String type() {
    return getClass().getSimpleName();
  }
}
