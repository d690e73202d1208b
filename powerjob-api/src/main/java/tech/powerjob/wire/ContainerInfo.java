package tech.powerjob.wire;

/**
 * A container that a worker has.
 *
 * @param containerId id of the container
 * @param version which version new runs get
 * @param deployedTime when it came to this worker, epoch milliseconds of the worker
 */
public record ContainerInfo(long containerId, String version, long deployedTime) {}
