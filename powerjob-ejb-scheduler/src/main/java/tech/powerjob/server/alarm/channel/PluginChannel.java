package tech.powerjob.server.alarm.channel;

import java.util.List;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.server.extension.alarm.Alarm;
import tech.powerjob.server.extension.alarm.AlarmTarget;
import tech.powerjob.server.extension.alarm.Alarmable;

/** What a plug-in does with alarms. */
public final class PluginChannel implements AlarmChannel {
  private static final int LONGEST_NAME = 255;

  private final String name;
  private final Alarmable plugin;

  /**
   * A plug-in as a channel.
   *
   * @param type of the plug-in, whose name becomes the channel's
   */
  public PluginChannel(Class<?> type, Alarmable plugin) {
    var full = type.getName();
    this.name = full.length() <= LONGEST_NAME ? full : full.substring(full.length() - LONGEST_NAME);
    this.plugin = plugin;
  }

  private record Told(String fetchTitle, String fetchContent) implements Alarm {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public boolean isForAllAtOnce() {
    return true;
  }

  @Override
  public boolean reaches(Receiver receiver) {
    return true;
  }

  @Override
  public void send(Notice notice, List<Receiver> receivers) throws NotSentException {
    var thread = Thread.currentThread();
    var loader = thread.getContextClassLoader();
    // Libraries that a plug-in brings look for their own classes there.
    thread.setContextClassLoader(plugin.getClass().getClassLoader());
    try {
      plugin.onFailed(
          new Told(notice.title(), notice.text()),
          receivers.stream().map(PluginChannel::target).toList());
    } catch (RuntimeException | LinkageError e) {
      throw NotSentException.now(
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    } finally {
      thread.setContextClassLoader(loader);
    }
  }

  private static AlarmTarget target(Receiver receiver) {
    return new AlarmTarget()
        .setName(receiver.name())
        .setPhone(receiver.phone())
        .setEmail(receiver.email())
        .setWebHook(receiver.webHook())
        .setExtra(receiver.extra());
  }
}
