package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.APP;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.schedule.Firing;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.NextDue;
import tech.powerjob.domain.schedule.SkipReason;
import tech.powerjob.domain.schedule.SkippedFirings;
import tech.powerjob.domain.worker.Partitions;

public class JdbcLedgerTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");

  private final DataSource dataSource = database();
  private final Transactions transactions = new Transactions(dataSource, 1);
  private final JdbcLedger ledger = new JdbcLedger(transactions);
  private final JdbcInstances instances = new JdbcInstances(transactions);

  /** An empty database with the schema. */
  protected DataSource database() {
    return H2.migrated();
  }

  private static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }

  private void job(long id, Instant next, SwitchableStatus status) {
    transactions.commit(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO job_info (id, app_id, partition_no, job_name, time_expression_type,"
                      + " execute_type, processor_type, processor_info, max_instance_num,"
                      + " concurrency, instance_time_limit, instance_retry_num, task_retry_num,"
                      + " status, next_trigger_time, min_cpu_cores, min_memory_space,"
                      + " min_disk_space, max_worker_count, dispatch_strategy, gmt_create,"
                      + " gmt_modified) VALUES (?, 7, 0, 'j', 2, 1, 1, 'x', 0, 5, 0, 0, 0, ?, ?, 0,"
                      + " 0, 0, 0, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)")) {
            insert.setLong(1, id);
            insert.setInt(2, status.getV());
            insert.setLong(3, next.toEpochMilli());
            return insert.executeUpdate();
          }
        });
  }

  private String job(long id) {
    return transactions.read(
        connection -> {
          try (var rows =
              connection
                  .createStatement()
                  .executeQuery(
                      "SELECT status, next_trigger_time FROM job_info WHERE id = " + id)) {
            rows.next();
            return rows.getInt(1) + " " + rows.getString(2);
          }
        });
  }

  private static Firing firing(long jobId, int from, Integer to, long... instanceIds) {
    var instances = new ArrayList<JobInstance>();
    for (int i = 0; i < instanceIds.length; i++) {
      instances.add(
          JobInstance.waiting(instanceIds[i], aJob(jobId).build(), T0)
              .dueTime(Optional.of(at(from + i)))
              .build());
    }
    return new Firing(
        jobId,
        APP,
        at(from),
        NextDue.of(Optional.ofNullable(to).map(JdbcLedgerTest::at)),
        instances,
        List.of());
  }

  @Test
  void recorded_movesTheScheduleAndKeepsItsInstances() {
    job(1, at(1), SwitchableStatus.ENABLE);
    assertThat(ledger.record(List.of(firing(1, 1, 3, 11, 12)), T0)).hasSize(1);
    assertThat(job(1)).isEqualTo("1 " + at(3).toEpochMilli());
    assertThat(ledger.fired(1, T0, at(60))).containsExactly(at(1), at(2));
  }

  @Test
  void lostRace_keepsNothing() {
    job(1, at(1), SwitchableStatus.ENABLE);
    ledger.record(List.of(firing(1, 1, 2, 11)), T0);
    assertThat(ledger.record(List.of(firing(1, 1, 2, 21)), T0)).isEmpty();
    assertThat(instances.find(21)).isEmpty();
    assertThat(ledger.fired(1, T0, at(60))).containsExactly(at(1));
  }

  @Test
  void disabledMeanwhile_keepsNothing() {
    job(1, at(1), SwitchableStatus.DISABLE);
    assertThat(ledger.record(List.of(firing(1, 1, 2, 11)), T0)).isEmpty();
  }

  @Test
  void ended_disablesTheJob() {
    job(1, at(1), SwitchableStatus.ENABLE);
    ledger.record(List.of(firing(1, 1, null, 11)), T0);
    assertThat(job(1)).isEqualTo("2 null");
  }

  @Test
  void idThatIsTaken_leavesNothingOfItsFiringBehind_andHoldsUpNoOther() {
    job(1, at(1), SwitchableStatus.ENABLE);
    job(2, at(1), SwitchableStatus.ENABLE);
    instances.insert(List.of(JobInstance.waiting(99, aJob(5).build(), T0).build()));
    assertThat(ledger.record(List.of(firing(2, 1, 2, 99), firing(1, 1, 2, 11)), T0))
        .extracting(Firing::jobId)
        .containsExactly(1L);
    assertThat(job(2)).isEqualTo("1 " + at(1).toEpochMilli());
    assertThat(ledger.fired(2, T0, at(60))).isEmpty();
    assertThat(ledger.fired(1, T0, at(60))).containsExactly(at(1));
  }

  @Test
  void instantThatIsAccountedForAlready_staysAsItIs_andHoldsUpNoOther() {
    job(1, at(1), SwitchableStatus.ENABLE);
    job(2, at(1), SwitchableStatus.ENABLE);
    instances.insert(firing(1, 1, null, 11).instances());
    var recorded = ledger.record(List.of(firing(1, 1, 3, 21, 22), firing(2, 1, 2, 31)), T0);
    assertThat(recorded).extracting(Firing::jobId).containsExactly(1L, 2L);
    assertThat(recorded.get(0).instances())
        .extracting(JobInstance::instanceId)
        .containsExactly(22L);
    assertThat(job(1)).isEqualTo("1 " + at(3).toEpochMilli());
    assertThat(ledger.fired(1, T0, at(60))).containsExactly(at(1), at(2));
    assertThat(ledger.fired(2, T0, at(60))).containsExactly(at(1));
  }

  @Test
  void skipped_isFoundByTheTimeItTouches() {
    job(1, at(1), SwitchableStatus.ENABLE);
    var skipped =
        new SkippedFirings(at(2), at(9), OptionalLong.of(8), SkipReason.PAUSED, Optional.of(at(1)));
    var uncounted =
        new SkippedFirings(
            at(30), at(40), OptionalLong.empty(), SkipReason.MISFIRED, Optional.empty());
    ledger.record(
        List.of(
            new Firing(
                1, APP, at(1), new NextDue.At(at(10)), List.of(), List.of(skipped, uncounted))),
        T0);
    assertThat(ledger.skipped(1, at(5), at(6))).containsExactly(skipped);
    assertThat(ledger.skipped(1, at(10), at(20))).isEmpty();
    assertThat(ledger.skipped(1, at(20), at(30))).containsExactly(uncounted);
    assertThat(ledger.skipped(2, at(0), at(20))).isEmpty();
  }

  private void fixedDelay(long id, Long next) {
    job(id, at(1), SwitchableStatus.ENABLE);
    transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE job_info SET time_expression_type = 4, time_expression = '100',"
                      + " next_trigger_time = ? WHERE id = ?")) {
            update.setObject(1, next);
            update.setLong(2, id);
            return update.executeUpdate();
          }
        });
  }

  @Test
  void firedWithFixedDelay_staysEnabledAndAwaitsTheEnd() {
    fixedDelay(1, at(1).toEpochMilli());
    assertThat(ledger.awaitingEnd(Partitions.all(), 10)).isEmpty();
    var firing = firing(1, 1, 2, 11);
    ledger.record(
        List.of(
            new Firing(
                1, APP, at(1), new NextDue.AfterEnd(), firing.instances(), firing.skipped())),
        T0);
    assertThat(job(1)).isEqualTo("1 null");
    assertThat(ledger.awaitingEnd(Partitions.all(), 10)).containsExactly(1L);
    assertThat(ledger.awaitingEnd(Partitions.of(IntStream.of(63)), 10)).isEmpty();
    assertThat(ledger.lastFired(List.of(1L, 2L)))
        .isEqualTo(Map.of(1L, new Ledger.LastFired(at(1), Optional.empty())));
  }

  @Test
  void lastFired_knowsWhenItEnded() {
    fixedDelay(1, null);
    var instance = firing(1, 1, null, 11, 12).instances();
    instances.insert(instance);
    instances.apply(
        List.of(
            new InstanceChange.Stopped(
                InstanceChange.Target.of(instance.get(1)), "stopped", at(7))));
    assertThat(ledger.lastFired(List.of(1L)))
        .isEqualTo(Map.of(1L, new Ledger.LastFired(at(2), Optional.of(at(7)))));
  }

  @Test
  void proceed_countsOnceAndOnlyForTheSameExpression() {
    fixedDelay(1, null);
    assertThat(ledger.proceed(1, "200", Optional.empty(), new NextDue.At(at(5)), T0)).isFalse();
    assertThat(ledger.proceed(1, "100", Optional.empty(), new NextDue.At(at(5)), T0)).isTrue();
    assertThat(ledger.proceed(1, "100", Optional.empty(), new NextDue.At(at(6)), T0)).isFalse();
    assertThat(job(1)).isEqualTo("1 " + at(5).toEpochMilli());
  }

  @Test
  void proceedOfWhoSlept_whileOthersFired_doesNothing() {
    fixedDelay(1, null);
    instances.insert(firing(1, 1, null, 11).instances());
    var asItWas = Optional.of(at(1));
    instances.insert(firing(1, 5, null, 12).instances());
    assertThat(ledger.proceed(1, "100", Optional.empty(), new NextDue.At(at(5)), T0)).isFalse();
    assertThat(ledger.proceed(1, "100", asItWas, new NextDue.At(at(5)), T0)).isFalse();
    assertThat(ledger.proceed(1, "100", Optional.of(at(5)), new NextDue.At(at(9)), T0)).isTrue();
  }

  @Test
  void proceedToTheEndOfTheSchedule_disablesTheJob() {
    fixedDelay(1, null);
    assertThat(ledger.proceed(1, "100", Optional.empty(), new NextDue.Never(), T0)).isTrue();
    assertThat(job(1)).isEqualTo("2 null");
  }
}
