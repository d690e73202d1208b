package tech.powerjob.server.alarm;

import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmText;
import tech.powerjob.server.alarm.channel.Notice;
import tech.powerjob.server.store.AlarmDeliveries;
import tech.powerjob.server.store.JsonConverters;

/** Words alarms. Immutable. */
final class Notices {
  private final Optional<String> consoleUrl;
  private final ZoneId zone;

  Notices(Settings settings) {
    consoleUrl = settings.find("powerjob.alarm.console-url").map(url -> url.replaceAll("/+$", ""));
    zone = settings.find("powerjob.zone").map(ZoneId::of).orElseGet(ZoneId::systemDefault);
  }

  Notice of(AlarmDeliveries.Claimed delivery) {
    var fields = new LinkedHashMap<>(delivery.payload());
    if (delivery.others() > 0) {
      fields.put("otherFailures", delivery.others());
    }
    consoleUrl.ifPresent(
        url ->
            fields.put(
                "console",
                "%s/%s.xhtml?app=%d&id=%d"
                    .formatted(
                        url,
                        delivery.kind() == AlarmKind.WORKFLOW ? "workflow-run" : "instance",
                        delivery.appId(),
                        delivery.instanceId())));
    return of(
        "powerjob-alarm-%d-%d".formatted(delivery.id(), delivery.round()), delivery.kind(), fields);
  }

  Notice of(String key, AlarmKind kind, Map<String, Object> fields) {
    var shown = new LinkedHashMap<String, Object>();
    fields.forEach(
        (name, value) ->
            shown.put(
                name,
                value instanceof Map || value instanceof Collection
                    ? JsonConverters.write(value)
                    : value));
    return new Notice(key, kind.title(), AlarmText.lines(shown, zone), fields);
  }
}
