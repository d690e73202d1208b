package tech.powerjob.server.alarm;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.AlarmRule;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.lifecycle.Loop;
import tech.powerjob.server.store.AlarmDeliveries;
import tech.powerjob.server.store.AlarmSearch;
import tech.powerjob.server.store.JdbcAlarms;
import tech.powerjob.server.store.Transactions;

/**
 * Decides on the alarms that were raised, on whatever server, and has them sent. All servers do so
 * beside each other; rows are taken by compare-and-set. Thread-safe.
 */
@ApplicationScoped
public class AlarmService {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmService.class);
  private static final Duration TURN = Duration.ofSeconds(1);

  /** While there is more to do than there is room for. */
  private static final Duration BUSY_TURN = Duration.ofMillis(50);

  private static final Duration CLEANING_TURN = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SUBJECTS_AT_ONCE = 200;
  private static final int DELETED_AT_ONCE = 500;
  private static final int LONGEST_SILENCE = 7 * 24 * 3600;

  @Inject private Transactions transactions;
  @Inject private Settings settings;
  @Inject private Channels channels;
  @Inject private AuditLog audit;

  private JdbcAlarms alarms;
  private AlarmDeliveries deliveries;
  private AlarmSearch search;
  private volatile Clock clock;
  private AlarmRule usual;
  private TestAlarms tests;
  private AlarmSender sender;
  private Loop loop;
  private Instant cleaned = Instant.EPOCH;

  @PostConstruct
  void open() {
    alarms = new JdbcAlarms(transactions);
    deliveries = new AlarmDeliveries(transactions);
    search = new AlarmSearch(transactions);
  }

  /**
   * Begins to decide and to send.
   *
   * @throws IllegalArgumentException if a setting is wrong, naming key, value and rule
   */
  public synchronized void start(ThreadFactory threads, Clock clock) {
    usual =
        AlarmRule.each(
            Duration.ofSeconds(settings.number("powerjob.alarm.silence", 60, 0, LONGEST_SILENCE)));
    channels.open(clock);
    var notices = new Notices(settings);
    tests = new TestAlarms(channels, notices);
    sender = new AlarmSender(deliveries, channels, notices, clock, threads);
    this.clock = clock; // Last: who reads it sees all of the above.
    loop = Loop.start("alarms", threads, this::turn);
  }

  /** Ends after what is under way. May be called again. */
  public synchronized void stop() {
    if (loop != null) {
      loop.stop();
      loop.await(PATIENCE);
      sender.stop(PATIENCE);
      loop = null;
    }
  }

  private Duration turn() {
    var subjects = alarms.due(clock.instant(), SUBJECTS_AT_ONCE);
    for (var subject : subjects) {
      try {
        alarms.decide(subject, usual, channels::ways, clock.instant());
      } catch (RuntimeException e) {
        LOG.warn("the alarms of {} are decided on later", subject, e);
      }
    }
    boolean more = sender.turn();
    clean();
    return more || subjects.size() == SUBJECTS_AT_ONCE ? BUSY_TURN : TURN;
  }

  private void clean() {
    var now = clock.instant();
    var kept = settings.retention();
    if (kept.isEmpty() || now.isBefore(cleaned.plus(CLEANING_TURN))) {
      return;
    }
    if (!alarms.deleteSome(now.minus(kept.get()), DELETED_AT_ONCE)) {
      cleaned = now;
    }
  }

  /** Alarms of an application, the newest first. */
  public List<AlarmSearch.Found> find(long appId, AlarmSearch.Filter filter) {
    return search.find(appId, filter);
  }

  /**
   * Tells again, whatever was decided or sent before, all whom the alarm names now.
   *
   * @return whether anybody can be told; empty if the application has no such alarm
   */
  public Optional<Boolean> again(long appId, long alarmId) {
    var any = deliveries.again(appId, alarmId, channels::ways, clock.instant());
    if (any.isPresent()) {
      audit.doneByPerson("alarm.resend", "alarm", alarmId, appId);
    }
    return any;
  }

  /**
   * Sends a user a test alarm on every channel, in the caller's thread, which may take some
   * seconds.
   *
   * @throws PowerJobException if the user has just done so
   */
  public List<ChannelTest> test(long userId) {
    var now = clock.instant();
    if (tests.isTooSoon(userId, now)) {
      throw new PowerJobException("a test alarm was sent a moment ago, wait ten seconds");
    }
    return alarms
        .receiver(userId)
        .map(receiver -> tests.send(receiver, now))
        .orElseThrow(() -> new PowerJobException("the user is disabled"));
  }
}
