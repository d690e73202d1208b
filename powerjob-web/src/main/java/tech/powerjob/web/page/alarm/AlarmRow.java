package tech.powerjob.web.page.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.server.store.AlarmSearch;

/** An alarm in the list. Times are epoch milliseconds. */
public record AlarmRow(
    long id,
    boolean workflow,
    long objectId,
    String objectName,
    long instanceId,
    long raisedAt,
    String result,
    String state,
    String reason,
    Long decideAt,
    Long toldWith,
    long others,
    List<Delivery> deliveries) {
  private static final int SHOWN = 300;

  /** One way on which somebody is told. */
  public record Delivery(
      String channel,
      String receiver,
      String state,
      int tries,
      Long nextTry,
      Long sentAt,
      String error) {}

  static AlarmRow of(AlarmSearch.Found alarm) {
    return new AlarmRow(
        alarm.id(),
        alarm.kind() == AlarmKind.WORKFLOW,
        alarm.objectId(),
        alarm.objectName(),
        alarm.instanceId(),
        alarm.raisedAt().toEpochMilli(),
        shorten(alarm.result()),
        alarm.state().name(),
        alarm.reason() == null ? null : alarm.reason().name(),
        millis(alarm.decideAt()),
        alarm.toldWith(),
        alarm.others(),
        alarm.deliveries().stream().map(AlarmRow::delivery).toList());
  }

  private static Delivery delivery(AlarmSearch.Delivery each) {
    return new Delivery(
        shortName(each.channel()),
        each.userId() == 0 ? null : each.userName() == null ? "#" + each.userId() : each.userName(),
        each.state().name(),
        each.tries(),
        millis(each.nextTry()),
        millis(each.sentAt()),
        each.error());
  }

  /** Plug-ins are named by their class, of which the last part says enough. */
  private static String shortName(String channel) {
    return channel.substring(channel.lastIndexOf('.') + 1);
  }

  private static Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }

  private static String shorten(String text) {
    return text == null || text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
