package tech.powerjob.wire;

/**
 * Server to worker: forget this container.
 *
 * @param containerId id of the container
 * @param revision see {@link DeployContainer#revision()}
 */
public record DestroyContainer(long containerId, long revision) implements WireMessage {}
