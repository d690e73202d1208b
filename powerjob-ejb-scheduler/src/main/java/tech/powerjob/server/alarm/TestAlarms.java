package tech.powerjob.server.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.server.alarm.ChannelTest.Outcome;
import tech.powerjob.server.alarm.channel.AlarmChannel;
import tech.powerjob.server.alarm.channel.NotSentException;
import tech.powerjob.server.alarm.channel.Notice;

/**
 * Test alarms, which people send to themselves: at once, in the caller's thread, and not twice in a
 * moment, for they make the server call somebody. Thread-safe.
 */
final class TestAlarms {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int MOST_REMEMBERED = 10_000;

  private final Channels channels;
  private final Notices notices;
  private final Map<Long, Instant> last = new ConcurrentHashMap<>();

  TestAlarms(Channels channels, Notices notices) {
    this.channels = channels;
    this.notices = notices;
  }

  /** Whether the user has to wait before the next one. */
  boolean isTooSoon(long userId, Instant now) {
    if (last.size() > MOST_REMEMBERED) {
      last.values().removeIf(at -> at.plus(PAUSE).isBefore(now));
    }
    var before = last.get(userId);
    if (before != null && now.isBefore(before.plus(PAUSE))) {
      return true;
    }
    last.put(userId, now);
    return false;
  }

  List<ChannelTest> send(Receiver receiver, Instant now) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("message", "This is a test. Alarms of PowerJob reach you this way.");
    fields.put("user", receiver.name());
    fields.put("sentTime", now.toEpochMilli());
    var notice =
        notices.of(
            "powerjob-test-%d-%d".formatted(receiver.userId(), now.toEpochMilli()),
            AlarmKind.TEST,
            fields);
    return channels.all().stream().map(channel -> send(channel, receiver, notice)).toList();
  }

  private static ChannelTest send(AlarmChannel channel, Receiver receiver, Notice notice) {
    if (!channel.isAvailable()) {
      return new ChannelTest(channel.name(), Outcome.NOT_CONFIGURED, "the server lacks settings");
    }
    if (!channel.reaches(receiver)) {
      return new ChannelTest(channel.name(), Outcome.NO_ADDRESS, "your account has no address");
    }
    try {
      channel.send(notice, List.of(receiver));
      return new ChannelTest(channel.name(), Outcome.SENT, null);
    } catch (NotSentException e) {
      return new ChannelTest(channel.name(), Outcome.FAILED, e.getMessage());
    }
  }
}
