package tech.powerjob.server.instance;

import java.util.List;

/** What callers see of the tasks of a distributed instance. */
public final class TaskViews {
  private TaskViews() {}

  /**
   * How the tasks of an instance stand. Before the first report all numbers are 0.
   *
   * @param instanceId as text, for scripts lose digits of large numbers
   * @param status name of the instance's status
   * @param generation which attempt at the whole instance, from 1
   * @param coordinator address of the worker that coordinates, or did last
   * @param broker {@code host:port} of the broker that holds the tasks; {@code null} before the
   *     first dispatch
   * @param total tasks known so far, the root task among them
   * @param waiting tasks that nobody runs yet
   * @param repeated ends that were not counted because the task had ended before
   * @param workers how many workers take part
   * @param runningTasks some tasks that run
   * @param reported when these numbers came, epoch milliseconds; {@code null} before
   * @param retryable whether failed tasks can be run again alone
   */
  public record Progress(
      String instanceId,
      String status,
      int generation,
      String coordinator,
      String broker,
      long total,
      long succeeded,
      long failed,
      long running,
      long waiting,
      long repeated,
      int workers,
      List<Task> runningTasks,
      Long reported,
      boolean retryable) {}

  /**
   * A task.
   *
   * @param status RUNNING, SUCCEED or FAILED
   * @param attempts how often it was tried; {@code null} while it runs
   * @param startTime of the last attempt, epoch milliseconds
   * @param endTime {@code null} while it runs
   * @param content JSON of what it was to work on; of failed tasks only
   */
  public record Task(
      String taskId,
      String taskName,
      String status,
      String result,
      String worker,
      Integer attempts,
      Long startTime,
      Long endTime,
      String content) {}

  /**
   * Some tasks: those that run first, then the ended ones, what ended last first.
   *
   * @param next where to go on; {@code null} at the end. A page may hold few tasks, even none, and
   *     not be the last: a search looks at a bounded number of tasks at a time.
   */
  public record TaskPage(List<Task> tasks, String next) {}
}
