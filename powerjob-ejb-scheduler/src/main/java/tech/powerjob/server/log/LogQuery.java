package tech.powerjob.server.log;

import java.time.Instant;
import java.util.Optional;
import tech.powerjob.common.enums.LogLevel;

/**
 * Which lines of a run are looked for, in the order in which they came.
 *
 * @param after number of the line before the first one that is wanted; 0 to begin
 * @param before if it is there, the last lines before this number are wanted; {@code after} is then
 *     of no meaning
 * @param level the lowest level
 * @param text part of the content, whatever its case
 * @param from the earliest time of the worker
 * @param worker part of the worker's address
 * @param task id of a task of a distributed instance
 * @param limit most lines, 1 to {@link #MAX_LINES}
 */
public record LogQuery(
    long after,
    Optional<Long> before,
    LogLevel level,
    Optional<String> text,
    Optional<Instant> from,
    Optional<String> worker,
    Optional<String> task,
    int limit) {
  /** Most lines of one answer. */
  public static final int MAX_LINES = 1_000;

  /**
   * Checks the query.
   *
   * @throws IllegalArgumentException naming the parameter, its value and the rule
   */
  public LogQuery {
    if (limit < 1 || limit > MAX_LINES) {
      throw new IllegalArgumentException(
          "limit is %d but must be from 1 to %d".formatted(limit, MAX_LINES));
    }
    if (before.isPresent() && before.get() < 1) {
      throw new IllegalArgumentException(
          "before is %d but must be 1 or more".formatted(before.get()));
    }
    if (after < 0) {
      throw new IllegalArgumentException("cursor is %d but must be 0 or more".formatted(after));
    }
  }
}
