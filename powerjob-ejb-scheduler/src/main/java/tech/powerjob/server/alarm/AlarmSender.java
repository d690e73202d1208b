package tech.powerjob.server.alarm;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.alarm.SendingPolicy;
import tech.powerjob.server.alarm.channel.NotSentException;
import tech.powerjob.server.store.AlarmDeliveries;
import tech.powerjob.server.store.JdbcAlarms;

/**
 * Sends deliveries whose time has come: some at once, and few of them on the same way, so that a
 * receiver that does not answer holds up nobody else. Thread-safe.
 */
final class AlarmSender {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmSender.class);

  /** Deliveries that are sent at once. */
  private static final int AT_ONCE = 8;

  /** Deliveries to the same receiver on the same channel that are sent at once. */
  private static final int AT_ONCE_ON_A_WAY = 2;

  private final AlarmDeliveries deliveries;
  private final Channels channels;
  private final Notices notices;
  private final Clock clock;
  private final ThreadPoolExecutor pool;

  /** How many are under way on each way. Guarded by this. */
  private final Map<JdbcAlarms.Way, Integer> underWay = new HashMap<>();

  AlarmSender(
      AlarmDeliveries deliveries,
      Channels channels,
      Notices notices,
      Clock clock,
      ThreadFactory threads) {
    this.deliveries = deliveries;
    this.channels = channels;
    this.notices = notices;
    this.clock = clock;
    this.pool =
        new ThreadPoolExecutor(0, AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /**
   * Begins to send what is due, as far as there is room.
   *
   * @return whether there may be more
   */
  boolean turn() {
    int room = room();
    if (room == 0) {
      return true;
    }
    var claimed = deliveries.claim(room, busy(), clock.instant());
    claimed.forEach(this::begin);
    return claimed.size() == room;
  }

  private synchronized int room() {
    return AT_ONCE - underWay.values().stream().mapToInt(Integer::intValue).sum();
  }

  private synchronized List<JdbcAlarms.Way> busy() {
    return underWay.entrySet().stream()
        .filter(each -> each.getValue() >= AT_ONCE_ON_A_WAY)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void begin(AlarmDeliveries.Claimed delivery) {
    synchronized (this) {
      underWay.merge(delivery.way(), 1, Integer::sum);
    }
    try {
      pool.execute(
          () -> {
            try {
              send(delivery);
            } finally {
              over(delivery);
            }
          });
    } catch (RejectedExecutionException e) {
      // The server stops. Another one sends it when the lease has ended.
      over(delivery);
    }
  }

  private synchronized void over(AlarmDeliveries.Claimed delivery) {
    underWay.computeIfPresent(delivery.way(), (way, count) -> count == 1 ? null : count - 1);
  }

  private void send(AlarmDeliveries.Claimed delivery) {
    try {
      var failure = attempt(delivery);
      var now = clock.instant();
      if (failure.isEmpty()) {
        deliveries.sent(delivery, now);
        return;
      }
      var next =
          failure.get().isLasting()
              ? Optional.<java.time.Instant>empty()
              : SendingPolicy.next(delivery.tries(), now);
      deliveries.failed(delivery, failure.get().getMessage(), next, now);
      LOG.warn(
          "alarm={} by {} to user={} was not sent at try {}, {}: {}",
          delivery.alarmId(),
          delivery.way().channel(),
          delivery.way().userId(),
          delivery.tries(),
          next.map(at -> "next at " + at).orElse("the last one"),
          failure.get().getMessage());
    } catch (RuntimeException e) {
      LOG.warn(
          "alarm={} by {} is sent again later: its state could not be read or kept",
          delivery.alarmId(),
          delivery.way().channel(),
          e);
    }
  }

  /** Empty if it was sent. */
  private Optional<NotSentException> attempt(AlarmDeliveries.Claimed delivery) {
    var channel = channels.find(delivery.way().channel());
    if (channel.isEmpty()) {
      return Optional.of(NotSentException.ever("the server no longer has this channel"));
    }
    var receivers = deliveries.receivers(delivery).stream().filter(channel.get()::reaches).toList();
    if (receivers.isEmpty()) {
      return Optional.of(
          NotSentException.ever("the user is disabled, or has no address on this channel"));
    }
    try {
      channel.get().send(notices.of(delivery), receivers);
      return Optional.empty();
    } catch (NotSentException e) {
      return Optional.of(e);
    } catch (RuntimeException e) {
      LOG.warn("alarm={}: channel {} failed", delivery.alarmId(), channel.get().name(), e);
      return Optional.of(NotSentException.now(e.getClass().getSimpleName()));
    }
  }

  /** Ends after what is under way; what takes longer is sent again by another server. */
  void stop(Duration patience) {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
