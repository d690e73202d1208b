package tech.powerjob.server.alarm;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.server.alarm.channel.AlarmChannel;
import tech.powerjob.server.alarm.channel.DingTalkChannel;
import tech.powerjob.server.alarm.channel.MailChannel;
import tech.powerjob.server.alarm.channel.PluginChannel;
import tech.powerjob.server.alarm.channel.WebhookChannel;
import tech.powerjob.server.extension.alarm.Alarmable;
import tech.powerjob.server.store.JdbcAlarms;

/** The channels that this server has, by name. Thread-safe once it is opened. */
@ApplicationScoped
public class Channels {
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  @Inject @Any private Instance<Alarmable> beans;
  @Inject private Settings settings;

  private volatile Map<String, AlarmChannel> channels = Map.of();
  private volatile Plugins plugins;

  /**
   * Reads the settings and looks for plug-ins.
   *
   * @throws IllegalArgumentException naming key, value and rule
   */
  public void open(Clock clock) {
    var found = new ArrayList<AlarmChannel>();
    found.add(new MailChannel(settings));
    found.add(new WebhookChannel(settings, clock));
    found.add(new DingTalkChannel(settings, clock));
    for (var handle : beans.handles()) {
      found.add(new PluginChannel(handle.getBean().getBeanClass(), handle.get()));
    }
    plugins = Plugins.open(settings, Channels.class.getClassLoader());
    plugins.find().forEach(plugin -> found.add(new PluginChannel(plugin.getClass(), plugin)));
    var byName = new LinkedHashMap<String, AlarmChannel>();
    // One that is a bean and a service as well is one channel.
    found.forEach(channel -> byName.putIfAbsent(channel.name(), channel));
    channels = byName;
    LOG.info(
        "alarms are sent by {}",
        byName.values().stream()
            .filter(AlarmChannel::isAvailable)
            .map(AlarmChannel::name)
            .toList());
  }

  @PreDestroy
  void close() {
    if (plugins != null) {
      plugins.close();
    }
  }

  /** All of them, also those that lack settings. */
  List<AlarmChannel> all() {
    return List.copyOf(channels.values());
  }

  /** The channel, if it can be used. */
  Optional<AlarmChannel> find(String name) {
    return Optional.ofNullable(channels.get(name)).filter(AlarmChannel::isAvailable);
  }

  /** The ways on which receivers can be told. */
  List<JdbcAlarms.Way> ways(List<Receiver> receivers) {
    var ways = new ArrayList<JdbcAlarms.Way>();
    for (var channel : channels.values()) {
      if (!channel.isAvailable() || receivers.isEmpty()) {
        continue;
      }
      if (channel.isForAllAtOnce()) {
        ways.add(new JdbcAlarms.Way(channel.name(), 0));
        continue;
      }
      receivers.stream()
          .filter(channel::reaches)
          .forEach(receiver -> ways.add(new JdbcAlarms.Way(channel.name(), receiver.userId())));
    }
    return ways;
  }
}
