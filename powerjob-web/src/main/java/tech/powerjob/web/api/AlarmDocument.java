package tech.powerjob.web.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmState;
import tech.powerjob.server.store.AlarmSearch;

/**
 * An alarm as {@code /api/v1} shows it. Ids of runs are text, for scripts lose digits of large
 * numbers; times are epoch milliseconds.
 *
 * @param objectId the job or workflow
 * @param instanceId the instance of the job or the run of the workflow
 * @param reason why nobody is told, {@code null} if somebody is
 * @param decideAt when will be decided whether somebody is told, {@code null} once that is done
 * @param toldWith the alarm that speaks for it, {@code null} if none does
 * @param otherFailures for how many other failures it speaks
 */
public record AlarmDocument(
    long id,
    AlarmKind kind,
    long objectId,
    String objectName,
    String instanceId,
    long raisedAt,
    String result,
    AlarmState state,
    AlarmState.Reason reason,
    Long decideAt,
    Long toldWith,
    long otherFailures,
    List<Delivery> deliveries) {
  /**
   * One way on which somebody is told.
   *
   * @param userId 0 if the channel tells all receivers at once
   * @param error why the last try failed, {@code null} if it did not
   */
  public record Delivery(
      String channel,
      long userId,
      String userName,
      AlarmState.Delivery state,
      int tries,
      Long nextTry,
      Long sentAt,
      String error) {}

  static AlarmDocument of(AlarmSearch.Found alarm) {
    return new AlarmDocument(
        alarm.id(),
        alarm.kind(),
        alarm.objectId(),
        alarm.objectName(),
        Long.toString(alarm.instanceId()),
        alarm.raisedAt().toEpochMilli(),
        alarm.result(),
        alarm.state(),
        alarm.reason(),
        millis(alarm.decideAt()),
        alarm.toldWith(),
        alarm.others(),
        alarm.deliveries().stream()
            .map(
                each ->
                    new Delivery(
                        each.channel(),
                        each.userId(),
                        each.userName(),
                        each.state(),
                        each.tries(),
                        millis(each.nextTry()),
                        millis(each.sentAt()),
                        each.error()))
            .toList());
  }

  private static Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }
}
