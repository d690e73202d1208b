package tech.powerjob.wire;

/**
 * One dispatch of an instance.
 *
 * @param instanceId id of the instance
 * @param epoch fencing token of the dispatch
 */
public record InstanceEpoch(long instanceId, long epoch) {}
