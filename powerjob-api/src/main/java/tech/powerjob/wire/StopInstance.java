package tech.powerjob.wire;

/**
 * Server to worker: stop this run if it is still going.
 *
 * @param instanceId id of the instance
 * @param epoch runs of this and of smaller epochs are to stop
 */
public record StopInstance(long instanceId, long epoch) implements WireMessage {}
