package tech.powerjob.worker.internal.distributed;

import java.util.Collection;
import java.util.function.Supplier;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.worker.internal.connection.TaskLinks;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;
import tech.powerjob.worker.internal.instance.RunEnvironment;

/**
 * What all distributed instances on a worker share.
 *
 * @param self who this worker is
 * @param directory what the servers said last, {@code null} if nothing
 * @param metrics how the machine is
 * @param allowedTaskTypes classes and packages that may be tasks beside the processors' own
 */
public record TaskEnvironment(
    RunEnvironment runs,
    TaskLinks links,
    Heartbeats.Identity self,
    Supplier<WorkerConnection> directory,
    Supplier<SystemMetrics> metrics,
    Collection<String> allowedTaskTypes) {}
