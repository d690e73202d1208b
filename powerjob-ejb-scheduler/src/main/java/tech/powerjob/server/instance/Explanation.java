package tech.powerjob.server.instance;

import java.util.List;
import java.util.Map;
import tech.powerjob.server.pool.PoolView;

/**
 * Why an instance did what it did, for people and for programs. Times are epoch milliseconds; what
 * does not apply is {@code null}.
 *
 * @param instanceId as text, because it is larger than what JavaScript's numbers hold
 * @param summary the whole story in sentences, in the order in which it happened
 * @param events decisions that changed its course; the straight, successful path has none
 * @param waiting what it waits for now; {@code null} if for nothing
 * @param next what happens next; {@code null} once it is finished
 */
public record Explanation(
    String instanceId,
    long jobId,
    long appId,
    String status,
    List<String> summary,
    Origin origin,
    List<Event> events,
    Waiting waiting,
    Next next) {
  /**
   * Why it exists.
   *
   * @param dueTime instant of the schedule that it serves
   * @param lateness how many milliseconds after its expected time it was last dispatched
   */
  public record Origin(
      String trigger,
      Long dueTime,
      long expectedTriggerTime,
      long created,
      Long actualTriggerTime,
      Long lateness) {}

  /** A decision. */
  public record Event(
      String kind, long time, long epoch, String detail, Map<String, Object> data) {}

  /**
   * What it waits for.
   *
   * @param reason TIME, WORKER, TURN, POOL, RATE, RECEIPT or END
   * @param position place in the queue of its job, from 1
   * @param queued how many are in that queue
   * @param dispatched instances of its job that are with workers
   * @param maxInstanceNum how many may be
   * @param pools pools of its job
   * @param slot when its rate lets it start
   * @param startBy when it fails if it has not started
   * @param finishBy when it fails if it has not ended
   */
  public record Waiting(
      String reason,
      String detail,
      Integer position,
      Integer queued,
      List<String> dispatched,
      Integer maxInstanceNum,
      List<PoolView> pools,
      Long slot,
      Long startBy,
      Long finishBy) {}

  /** What happens next, and when at the latest. */
  public record Next(String action, Long at) {}
}
