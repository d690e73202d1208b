package tech.powerjob.wire;

/**
 * One line of the online log.
 *
 * @param instanceId id of the instance
 * @param time epoch milliseconds of the worker
 * @param level code of {@link tech.powerjob.common.enums.LogLevel}
 * @param content the text, without a trailing line break
 * @param task id of the task of a distributed instance; {@code null} for what belongs to none
 */
public record LogLine(long instanceId, long time, int level, String content, String task) {
  /** A line that belongs to no task. */
  public LogLine(long instanceId, long time, int level, String content) {
    this(instanceId, time, level, content, null);
  }
}
