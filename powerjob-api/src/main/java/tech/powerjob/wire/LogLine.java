package tech.powerjob.wire;

/**
 * One line of the online log.
 *
 * @param instanceId id of the instance
 * @param time epoch milliseconds of the worker
 * @param level code of {@link tech.powerjob.common.enums.LogLevel}
 * @param content the text, without a trailing line break
 */
public record LogLine(long instanceId, long time, int level, String content) {}
