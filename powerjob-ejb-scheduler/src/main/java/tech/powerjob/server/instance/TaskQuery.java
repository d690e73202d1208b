package tech.powerjob.server.instance;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tech.powerjob.wire.TaskReport.Ended;
import tech.powerjob.wire.TaskReport.Running;

/**
 * Which tasks are looked for, and from where on.
 *
 * @param status RUNNING, SUCCEED or FAILED; empty for all
 * @param name whole name of the task
 * @param worker whole address of the worker
 * @param text part of id, name, result or content, whatever its case
 * @param after {@link TaskViews.TaskPage#next()} of the page before
 * @param limit most tasks, 1 to {@link #MAX_LIMIT}
 */
public record TaskQuery(
    Optional<String> status,
    Optional<String> name,
    Optional<String> worker,
    Optional<String> text,
    Optional<String> after,
    int limit) {
  public static final int DEFAULT_LIMIT = 100;
  public static final int MAX_LIMIT = 1_000;

  /**
   * Checks the query.
   *
   * @throws IllegalArgumentException naming the parameter, its value and the rule
   */
  public TaskQuery {
    status = status.map(each -> each.toUpperCase(Locale.ROOT));
    text = text.map(each -> each.toLowerCase(Locale.ROOT));
    if (status.isPresent() && !status.get().matches("RUNNING|SUCCEED|FAILED")) {
      throw new IllegalArgumentException(
          "status is '%s' but must be RUNNING, SUCCEED or FAILED".formatted(status.get()));
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit is %d but must be from 1 to %d".formatted(limit, MAX_LIMIT));
    }
    if (after.isPresent() && !after.get().matches("[0-9]{1,18}-[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "after is not what an answer's 'next' said; leave it out to begin");
    }
  }

  /** Number of the page of ended tasks to go on with. */
  long page() {
    return after
        .map(each -> Long.parseLong(each.substring(0, each.indexOf('-'))))
        .orElse(Long.MAX_VALUE - 1);
  }

  /** How many tasks of that page were looked at already. */
  int skip() {
    return after.map(each -> Integer.parseInt(each.substring(each.indexOf('-') + 1))).orElse(0);
  }

  boolean wants(String kind) {
    return status.isEmpty() || status.get().equals(kind);
  }

  boolean matches(Ended task) {
    return wants(task.success() ? "SUCCEED" : "FAILED")
        && named(task.taskName(), task.address())
        && says(task.taskId(), task.taskName(), task.result(), task.content());
  }

  boolean matches(Running task) {
    return wants("RUNNING")
        && named(task.taskName(), task.address())
        && says(task.taskId(), task.taskName());
  }

  boolean matches(TaskViews.Task task) {
    return wants(task.status())
        && named(task.taskName(), task.worker())
        && says(task.taskId(), task.taskName(), task.result(), task.content());
  }

  private boolean named(String taskName, String address) {
    return name.filter(each -> !each.equals(taskName)).isEmpty()
        && worker.filter(each -> !each.equals(address)).isEmpty();
  }

  private boolean says(String... values) {
    return text.filter(part -> Stream.of(values).noneMatch(value -> has(value, part))).isEmpty();
  }

  private static boolean has(String value, String part) {
    return value != null && value.toLowerCase(Locale.ROOT).contains(part);
  }
}
