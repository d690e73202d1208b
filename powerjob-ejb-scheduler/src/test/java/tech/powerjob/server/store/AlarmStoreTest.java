package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmRule;
import tech.powerjob.domain.alarm.AlarmState;
import tech.powerjob.domain.alarm.AlarmState.Reason;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.domain.alarm.SendingPolicy;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.testkit.JobBuilder;
import tech.powerjob.server.store.JdbcAlarms.Subject;
import tech.powerjob.server.store.JdbcAlarms.Way;

public class AlarmStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long JOB = 70;
  private static final Subject SUBJECT = new Subject(AlarmKind.JOB, JOB);
  private static final AlarmRule QUIET = AlarmRule.each(Duration.ofMinutes(1));

  private final AtomicLong ids = new AtomicLong(1_000);
  private Transactions transactions;
  private JdbcInstances instances;
  private JdbcAlarms alarms;
  private AlarmDeliveries deliveries;
  private AlarmSearch search;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  @BeforeEach
  void open() {
    transactions = new Transactions(database(), 4);
    instances = new JdbcInstances(transactions);
    alarms = new JdbcAlarms(transactions);
    deliveries = new AlarmDeliveries(transactions);
    search = new AlarmSearch(transactions);
    execute("DELETE FROM user_info WHERE id IN (901, 902)");
    user(901, 1);
    user(902, 2);
  }

  private void user(long id, int status) {
    execute(
        "INSERT INTO user_info (id, username, nick, email, status) VALUES (%1$d, 'u%1$d', 'n%1$d', 'u%1$d@example.org', %2$d)"
            .formatted(id, status));
  }

  private void job(String receivers, TimeExpressionType type, String alarmConfig) {
    execute(
        ("INSERT INTO job_info (id, app_id, partition_no, job_name, job_params,"
                + " time_expression_type, time_expression, execute_type, processor_type,"
                + " processor_info, max_instance_num, concurrency, instance_time_limit,"
                + " instance_retry_num, task_retry_num, status, min_cpu_cores, min_memory_space,"
                + " min_disk_space, max_worker_count, notify_user_ids, alarm_config,"
                + " dispatch_strategy, gmt_create, gmt_modified) VALUES (%d, 7, 0, 'night', 'p', %d,"
                + " '1000', 1, 1, 'x', 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, %s, %s, 1, CURRENT_TIMESTAMP,"
                + " CURRENT_TIMESTAMP)")
            .formatted(JOB, type.getV(), quoted(receivers), quoted(alarmConfig)));
  }

  private static String quoted(String text) {
    return text == null ? "NULL" : "'" + text + "'";
  }

  private void execute(String sql) {
    transactions.commit(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private long count(String table) {
    return transactions.read(
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }

  private JobInstance waiting() {
    var instance =
        JobInstance.waiting(ids.incrementAndGet(), JobBuilder.aJob(JOB).build(), NOW)
            .deadline(NOW)
            .build();
    instances.insert(List.of(instance));
    return instance;
  }

  private void fails(Instant at) {
    var instance = waiting();
    instances.apply(
        List.of(new InstanceChange.Refused(Target.of(instance), "no worker available", at)));
  }

  private static List<Way> byMail(List<Receiver> receivers) {
    return receivers.stream()
        .filter(receiver -> receiver.email() != null)
        .map(receiver -> new Way("mail", receiver.userId()))
        .toList();
  }

  private int decide(Instant now) {
    return alarms.decide(SUBJECT, QUIET, AlarmStoreTest::byMail, now);
  }

  private List<AlarmSearch.Found> found(AlarmState... states) {
    return search.find(
        7,
        new AlarmSearch.Filter(
            Set.of(states),
            Optional.of(AlarmKind.JOB),
            Optional.of(JOB),
            Optional.empty(),
            Optional.of(NOW.minusSeconds(60)),
            Optional.empty(),
            Optional.empty(),
            100));
  }

  @Test
  void failure_isWrittenDownWithTheEndOfTheRun() {
    job("901", TimeExpressionType.CRON, null);
    fails(NOW);

    assertThat(alarms.due(NOW, 10)).containsExactly(SUBJECT);
    var alarm = found().get(0);
    assertThat(alarm.state()).isEqualTo(AlarmState.WAITING);
    assertThat(alarm.objectName()).isEqualTo("night");
    assertThat(alarm.result()).isEqualTo("no worker available");
    assertThat(alarm.instanceId()).isEqualTo(ids.get());
  }

  @Test
  void whatDoesNotFail_orHasNoReceivers_leavesNothing() {
    job("", TimeExpressionType.CRON, null);
    fails(NOW);
    execute("UPDATE job_info SET notify_user_ids = '901' WHERE id = " + JOB);
    var stopped = waiting();
    instances.apply(List.of(new InstanceChange.Stopped(Target.of(stopped), "by user", NOW)));
    var canceled = waiting();
    instances.apply(List.of(new InstanceChange.Canceled(Target.of(canceled), "by user", NOW)));
    var done = running();
    instances.apply(List.of(new InstanceChange.Finished(Target.of(done), true, "ok", NOW, NOW)));
    var again = running();
    instances.apply(
        List.of(new InstanceChange.Rescheduled(Target.of(again), true, true, "no", NOW, NOW)));

    assertThat(count("alarm")).isZero();
  }

  private JobInstance running() {
    var instance =
        JobInstance.waiting(ids.incrementAndGet(), JobBuilder.aJob(JOB).build(), NOW)
            .deadline(NOW)
            .status(InstanceStatus.RUNNING)
            .build();
    instances.insert(List.of(instance));
    return instance;
  }

  @Test
  void lateSecondEnd_raisesNoSecondAlarm() {
    job("901", TimeExpressionType.CRON, null);
    var instance = running();
    var end = new InstanceChange.Finished(Target.of(instance), false, "no", NOW, NOW);

    instances.apply(List.of(end));
    instances.apply(List.of(end));

    assertThat(count("alarm")).isEqualTo(1);
  }

  @Test
  void rubbishInTheRule_doesNotKeepARunFromItsEnd() {
    job("901", TimeExpressionType.FIXED_RATE, "not json");
    fails(NOW);

    assertThat(found()).hasSize(1);
  }

  @Test
  void alarm_isToldToThoseWhoAreEnabled() {
    job("901,902,903", TimeExpressionType.CRON, null);
    fails(NOW);

    assertThat(decide(NOW)).isEqualTo(1);
    assertThat(decide(NOW)).isZero();
    var claimed = deliveries.claim(10, List.of(), NOW);
    assertThat(claimed).hasSize(1);
    assertThat(claimed.get(0).way()).isEqualTo(new Way("mail", 901));
    assertThat(claimed.get(0).payload())
        .containsEntry("jobName", "night")
        .containsEntry("jobParams", "p")
        .containsEntry("taskTrackerAddress", "N/A")
        .doesNotContainKey("instanceParams");
    assertThat(deliveries.receivers(claimed.get(0)))
        .extracting(Receiver::email)
        .containsExactly("u901@example.org");
  }

  @Test
  void nobodyToBeReached_isSaid() {
    job("902", TimeExpressionType.CRON, null);
    fails(NOW);

    assertThat(decide(NOW)).isZero();
    assertThat(found().get(0).reason()).isEqualTo(Reason.NO_RECEIVER);
    assertThat(count("alarm_delivery")).isZero();
  }

  @Test
  void failuresInTheSilence_areToldTogetherAtItsEnd() {
    job("901", TimeExpressionType.CRON, null);
    fails(NOW);
    decide(NOW);
    for (int second = 1; second <= 5; second++) {
      fails(NOW.plusSeconds(second));
      assertThat(decide(NOW.plusSeconds(second))).isZero();
    }
    assertThat(alarms.due(NOW.plusSeconds(59), 10)).isEmpty();
    assertThat(alarms.due(NOW.plusSeconds(60), 10)).containsExactly(SUBJECT);

    assertThat(decide(NOW.plusSeconds(60))).isEqualTo(1);
    var last = found(AlarmState.SENDING).get(0);
    assertThat(last.others()).isEqualTo(4);
    assertThat(found(AlarmState.SUPPRESSED))
        .hasSize(4)
        .allMatch(each -> each.reason() == Reason.GROUPED && each.toldWith() == last.id());
  }

  @Test
  void secondLevelJob_followsItsOwnRule() {
    job(
        "901",
        TimeExpressionType.FIXED_RATE,
        "{\"alertThreshold\":3,\"statisticWindowLen\":10,\"silenceWindowLen\":100}");
    for (int second = 0; second < 2; second++) {
      fails(NOW.plusSeconds(second));
      assertThat(decide(NOW.plusSeconds(second))).isZero();
    }
    fails(NOW.plusSeconds(2));
    assertThat(decide(NOW.plusSeconds(2))).isEqualTo(1);
    assertThat(found(AlarmState.SENDING).get(0).others()).isEqualTo(2);
    assertThat(found(AlarmState.SUPPRESSED))
        .hasSize(2)
        .allMatch(each -> each.reason() == Reason.BELOW_THRESHOLD);
    fails(NOW.plusSeconds(3));
    assertThat(decide(NOW.plusSeconds(3))).isZero();
    assertThat(found(AlarmState.WAITING).get(0).decideAt()).contains(NOW.plusSeconds(102));
  }

  @Test
  void manyServers_sendEachOnce() throws Exception {
    job("901", TimeExpressionType.CRON, null);
    for (int i = 0; i < 20; i++) {
      fails(NOW);
    }
    var each = AlarmRule.each(Duration.ZERO);
    var pool = Executors.newFixedThreadPool(4);
    try {
      Callable<List<Long>> server =
          () -> {
            alarms.decide(SUBJECT, each, AlarmStoreTest::byMail, NOW);
            var mine = new ArrayList<Long>();
            for (int turn = 0; turn < 10; turn++) {
              deliveries.claim(5, List.of(), NOW).forEach(one -> mine.add(one.id()));
            }
            return mine;
          };
      var sent = new ArrayList<Long>();
      for (var future : pool.invokeAll(List.of(server, server, server, server))) {
        sent.addAll(future.get());
      }
      deliveries.claim(100, List.of(), NOW).forEach(one -> sent.add(one.id()));
      assertThat(sent).hasSize(20).doesNotHaveDuplicates();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void failedTries_comeAgain_andTheLastOneIsTheEnd() {
    job("901", TimeExpressionType.CRON, null);
    fails(NOW);
    decide(NOW);
    var now = NOW;
    for (int tries = 1; tries <= SendingPolicy.TRIES; tries++) {
      var one = deliveries.claim(10, List.of(), now).get(0);
      assertThat(one.tries()).isEqualTo(tries);
      assertThat(deliveries.claim(10, List.of(), now)).isEmpty();
      var next = SendingPolicy.next(tries, now);
      deliveries.failed(one, "refused", next, now);
      now = next.orElse(now);
    }

    var alarm = found().get(0);
    assertThat(alarm.state()).isEqualTo(AlarmState.FAILED);
    assertThat(alarm.deliveries().get(0).error()).isEqualTo("refused");
    assertThat(alarm.deliveries().get(0).nextTry()).isEmpty();
    assertThat(deliveries.claim(10, List.of(), now.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void deadSender_losesItsLease_andItsLateWordDoesNotCount() {
    job("901", TimeExpressionType.CRON, null);
    fails(NOW);
    decide(NOW);
    var dead = deliveries.claim(10, List.of(), NOW).get(0);
    var later = NOW.plus(SendingPolicy.LEASE);
    var other = deliveries.claim(10, List.of(), later).get(0);

    deliveries.failed(dead, "late", Optional.empty(), later);
    assertThat(found().get(0).state()).isEqualTo(AlarmState.SENDING);
    deliveries.sent(other, later);

    assertThat(found().get(0).state()).isEqualTo(AlarmState.SENT);
    assertThat(found().get(0).deliveries().get(0).sentAt()).contains(later);
  }

  @Test
  void busyWays_areLeftAside() {
    job("901", TimeExpressionType.CRON, null);
    fails(NOW);
    decide(NOW);

    assertThat(deliveries.claim(10, List.of(new Way("mail", 901)), NOW)).isEmpty();
    assertThat(deliveries.claim(10, List.of(new Way("mail", 902)), NOW)).hasSize(1);
  }

  @Test
  void sentAgain_goesToAllAfresh_alsoIfItWasSuppressed() {
    job("902", TimeExpressionType.CRON, null);
    fails(NOW);
    decide(NOW);
    long id = found().get(0).id();
    assertThat(deliveries.again(7, id, AlarmStoreTest::byMail, NOW)).contains(false);
    execute("UPDATE user_info SET status = 1 WHERE id = 902");

    assertThat(deliveries.again(7, id, AlarmStoreTest::byMail, NOW)).contains(true);
    var first = deliveries.claim(10, List.of(), NOW).get(0);
    assertThat(first.round()).isEqualTo(1);
    deliveries.sent(first, NOW);
    assertThat(deliveries.again(7, id, AlarmStoreTest::byMail, NOW)).contains(true);
    assertThat(deliveries.claim(10, List.of(), NOW).get(0).round()).isEqualTo(2);
    assertThat(deliveries.again(8, id, AlarmStoreTest::byMail, NOW)).isEmpty();
  }

  @Test
  void oldAlarms_areForgotten() throws SQLException {
    job("901", TimeExpressionType.CRON, null);
    fails(NOW);
    fails(NOW.plusSeconds(10));
    decide(NOW.plusSeconds(10));

    assertThat(alarms.deleteSome(NOW.plusSeconds(5), 1)).isTrue();
    assertThat(alarms.deleteSome(NOW.plusSeconds(5), 1)).isFalse();
    assertThat(count("alarm")).isEqualTo(1);
    assertThat(count("alarm_delivery")).isEqualTo(1);
    assertThat(alarms.deleteSome(NOW.plusSeconds(50), 10)).isFalse();
    assertThat(count("alarm") + count("alarm_delivery") + count("alarm_group")).isZero();
  }
}
