package tech.powerjob.wire;

import java.util.List;

/**
 * Coordinator to the server at whose broker the tasks are: how the tasks of an instance stand, and
 * which have ended since the page before.
 *
 * @param workerId the coordinator's process
 * @param instanceId id of the instance
 * @param epoch fencing token of the coordinator's dispatch
 * @param generation which attempt at the whole instance
 * @param sequence grows with each report of a generation, whoever coordinates; of two reports the
 *     larger one counts
 * @param page number of the page, from 1 and without gaps; 0 if this report has none
 * @param counts all tasks of the generation
 * @param ended the page: tasks whose end was counted; one that was run again ends again in a later
 *     page, and the later one counts
 * @param running some tasks that run now
 */
public record TaskReport(
    String workerId,
    long instanceId,
    long epoch,
    int generation,
    long sequence,
    long page,
    Counts counts,
    List<Ended> ended,
    List<Running> running)
    implements WireMessage {
  public TaskReport {
    ended = List.copyOf(ended);
    running = List.copyOf(running);
  }

  /**
   * Numbers of tasks, the root task among them.
   *
   * @param total known so far; grows while tasks map others
   * @param succeeded ended well
   * @param failed ended, and not tried again
   * @param running at work on some worker, as far as was heard
   * @param repeated ends that were not counted, because the task had ended before
   * @param workers number of workers that take part
   */
  public record Counts(
      long total, long succeeded, long failed, long running, long repeated, int workers) {}

  /**
   * A task that has ended.
   *
   * @param taskId id within the instance
   * @param taskName what it is called
   * @param success whether it succeeded
   * @param result what its processor said
   * @param address worker that ran it
   * @param attempts how often it was tried, from 1
   * @param startTime when the last attempt began, epoch milliseconds
   * @param endTime when it ended
   * @param content JSON of what it was to work on; only of failed tasks, else {@code null}
   */
  public record Ended(
      String taskId,
      String taskName,
      boolean success,
      String result,
      String address,
      int attempts,
      long startTime,
      long endTime,
      String content) {}

  /**
   * A task that runs.
   *
   * @param taskId id within the instance
   * @param taskName what it is called
   * @param address worker that runs it
   * @param startTime when this attempt began, epoch milliseconds
   */
  public record Running(String taskId, String taskName, String address, long startTime) {}
}
