package tech.powerjob.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.testkit.InMemoryInstances;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.InMemoryLedger;
import tech.powerjob.domain.worker.Partitions;

class SchedulerTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");

  private final InMemoryJobs jobs = new InMemoryJobs();
  private final InMemoryInstances instances = new InMemoryInstances();
  private final InMemoryLedger ledger = new InMemoryLedger(jobs, instances);
  private final ReleaseQueue releases = new ReleaseQueue();
  private final Scheduler scheduler = scheduler(1);

  private Scheduler scheduler(int serverId) {
    return new Scheduler(
        jobs, ledger, releases, new InstanceIds(serverId), TestSchedules.UTC, Pauses.NONE);
  }

  @Test
  void dueWithinHorizon_isRecordedAndReleasedAtItsInstant() {
    jobs.add(aJob(1).cron("* * * * * ?").due(T0.plusSeconds(1)).build());
    scheduler.fireDue(Partitions.all(), T0);
    assertThat(ledger.fired(1, T0, T0.plusSeconds(60)))
        .containsExactly(T0.plusSeconds(1), T0.plusSeconds(2), T0.plusSeconds(3));
    assertThat(instances.all())
        .allSatisfy(
            instance -> {
              assertThat(instance.status()).isEqualTo(InstanceStatus.WAITING_DISPATCH);
              assertThat(instance.deadline()).isEqualTo(instance.dueTime());
            });
    assertThat(releases.poll(T0.plusSeconds(2), 10))
        .extracting(JobInstance::expectedTriggerTime)
        .containsExactly(T0.plusSeconds(1), T0.plusSeconds(2));
  }

  @Test
  void manyTurns_missNothingAndDoubleNothing() {
    jobs.add(aJob(1).cron("*/2 * * * * ?").due(T0.plusSeconds(2)).build());
    for (int tick = 0; tick < 100; tick++) {
      scheduler.fireDue(Partitions.all(), T0.plusMillis(tick * 250L));
    }
    var audit =
        LedgerAudit.of(TestSchedules.UTC.of(jobs.get(1)), 1, ledger, T0, T0.plusSeconds(24));
    assertThat(audit.expected()).isEqualTo(12);
    assertThat(audit.missed()).isEmpty();
    assertThat(audit.unexpected()).isEmpty();
  }

  @Test
  void afterDowntime_ledgerSaysWhatWasSkipped() {
    jobs.add(aJob(1).cron("* * * * * ?").due(T0.plusSeconds(1)).build());
    scheduler.fireDue(Partitions.all(), T0.plusSeconds(100));
    assertThat(ledger.skipped(1, T0, T0.plusSeconds(200)))
        .containsExactly(
            new SkippedFirings(
                T0.plusSeconds(2),
                T0.plusSeconds(98),
                OptionalLong.of(97),
                SkipReason.MISFIRED,
                Optional.of(T0.plusSeconds(1))));
    assertThat(
            LedgerAudit.of(TestSchedules.UTC.of(jobs.get(1)), 1, ledger, T0, T0.plusSeconds(103))
                .missed())
        .isEmpty();
  }

  @Test
  void foreignPartition_isLeftAlone() {
    var job = jobs.add(aJob(1).cron("* * * * * ?").due(T0).build());
    int other = (job.getPartition() + 1) % Partitions.COUNT;
    scheduler.fireDue(Partitions.of(IntStream.of(other)), T0);
    assertThat(instances.all()).isEmpty();
  }

  @Test
  void endedSchedule_disablesTheJob() {
    jobs.add(aJob(1).cron("1 6 5 4 3 ? 2026").due(T0.plusSeconds(1)).build());
    scheduler.fireDue(Partitions.all(), T0);
    assertThat(jobs.get(1).isEnabled()).isFalse();
    assertThat(jobs.get(1).getNextTriggerTime()).isNull();
    assertThat(instances.all()).hasSize(1);
  }

  @Test
  void brokenDefinition_doesNotHoldUpOthers() {
    jobs.add(aJob(1).cron("nonsense").due(T0).build());
    jobs.add(aJob(2).cron("0 * * * * ?").due(T0).build());
    scheduler.fireDue(Partitions.all(), T0);
    assertThat(instances.all()).extracting(JobInstance::jobId).containsExactly(2L);
  }

  @Test
  void twoServersAtOnce_fireEachInstantOnce() throws Exception {
    for (int id = 1; id <= 200; id++) {
      jobs.add(aJob(id).cron("* * * * * ?").due(T0.plusSeconds(1)).build());
    }
    var barrier = new CyclicBarrier(2);
    var threads = Executors.newFixedThreadPool(2);
    try {
      var both =
          List.of(scheduler(1), scheduler(2)).stream()
              .map(
                  server ->
                      threads.submit(
                          () -> {
                            barrier.await();
                            return server.fireDue(Partitions.all(), T0);
                          }))
              .toList();
      for (var each : both) {
        each.get(10, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(instances.all()).hasSize(200 * 3);
  }

  @Test
  void fixedRate_everyFiringIsAnInstanceOfItsOwn() {
    jobs.add(aJob(1).timed(TimeExpressionType.FIXED_RATE, "100").due(T0).build());
    for (int tick = 0; tick < 40; tick++) {
      scheduler.fireDue(Partitions.all(), T0.plusMillis(tick * 250L));
    }
    var audit =
        LedgerAudit.of(
            TestSchedules.UTC.of(jobs.get(1)), 1, ledger, T0.minusMillis(1), T0.plusSeconds(12));
    assertThat(audit.expected()).isEqualTo(121);
    assertThat(audit.missed()).isEmpty();
    assertThat(audit.unexpected()).isEmpty();
  }

  @Test
  void fixedDelay_firesOnceAndStaysEnabledWithoutANextTime() {
    jobs.add(aJob(1).timed(TimeExpressionType.FIXED_DELAY, "100").due(T0).build());
    scheduler.fireDue(Partitions.all(), T0);
    scheduler.fireDue(Partitions.all(), T0.plusSeconds(10));
    assertThat(instances.all()).hasSize(1);
    assertThat(jobs.get(1).isEnabled()).isTrue();
    assertThat(jobs.get(1).getNextTriggerTime()).isNull();
  }

  @Test
  void jitter_putsOffTheStartButNotTheDueTime() {
    for (int id = 1; id <= 50; id++) {
      jobs.add(
          aJob(id).cron("0 * * * * ?").due(T0).options(new JobOptions().setJitter(1_000L)).build());
    }
    scheduler.fireDue(Partitions.all(), T0);
    assertThat(instances.all())
        .allSatisfy(
            instance -> {
              assertThat(instance.dueTime()).contains(T0);
              assertThat(instance.expectedTriggerTime()).isBetween(T0, T0.plusMillis(999));
              assertThat(instance.deadline()).contains(instance.expectedTriggerTime());
            });
    assertThat(instances.all().stream().map(JobInstance::expectedTriggerTime).distinct())
        .hasSizeGreaterThan(40);
  }

  @Test
  void paused_nothingFiresAndAfterwardsTheReasonIsKnown() {
    jobs.add(aJob(1).cron("* * * * * ?").due(T0.plusSeconds(1)).build());
    var paused = new AtomicBoolean(true);
    var pauses =
        new Pauses() {
          @Override
          public boolean isPaused(long appId, long jobId, Instant now) {
            return paused.get();
          }

          @Override
          public boolean wasPaused(long appId, long jobId, Instant from, Instant to) {
            return true;
          }
        };
    var pausing =
        new Scheduler(jobs, ledger, releases, new InstanceIds(3), TestSchedules.UTC, pauses);
    pausing.fireDue(Partitions.all(), T0.plusSeconds(5));
    assertThat(instances.all()).isEmpty();
    paused.set(false);
    pausing.fireDue(Partitions.all(), T0.plusSeconds(10));
    assertThat(ledger.skipped(1, T0, T0.plusSeconds(60)))
        .extracting(SkippedFirings::reason)
        .containsExactly(SkipReason.PAUSED);
  }
}
