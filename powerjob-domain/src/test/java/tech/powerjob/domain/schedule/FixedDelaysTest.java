package tech.powerjob.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.testkit.InMemoryInstances;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.InMemoryLedger;
import tech.powerjob.domain.worker.Partitions;

class FixedDelaysTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");

  private final InMemoryJobs jobs = new InMemoryJobs();
  private final InMemoryInstances instances = new InMemoryInstances();
  private final InMemoryLedger ledger = new InMemoryLedger(jobs, instances);
  private final ReleaseQueue releases = new ReleaseQueue();
  private final Scheduler scheduler =
      new Scheduler(jobs, ledger, releases, new InstanceIds(1), TestSchedules.UTC, Pauses.NONE);
  private final FixedDelays delays = new FixedDelays(jobs, ledger, TestSchedules.UTC, scheduler);

  private void fire(String delay) {
    jobs.add(aJob(1).timed(TimeExpressionType.FIXED_DELAY, delay).due(T0).build());
    scheduler.fireDue(Partitions.all(), T0);
    releases.poll(T0, 10);
  }

  private void end(Instant at) {
    var running = instances.all().stream().filter(each -> !each.isFinished()).toList();
    assertThat(running).hasSize(1);
    instances.apply(
        List.of(
            new InstanceChange.Stopped(
                InstanceChange.Target.of(running.get(0)), "stopped by user", at)));
  }

  @Test
  void nearDelay_isFiredAtOnceForItsExactInstant() {
    fire("250");
    end(T0.plusMillis(700));
    delays.ended(List.of(1L), T0.plusMillis(703));
    assertThat(releases.poll(T0.plusMillis(949), 10)).isEmpty();
    assertThat(releases.poll(T0.plusMillis(950), 10))
        .extracting(JobInstance::dueTime)
        .containsExactly(Optional.of(T0.plusMillis(950)));
  }

  @Test
  void farDelay_waitsForItsTurn() {
    fire("60000");
    end(T0.plusSeconds(1));
    delays.ended(List.of(1L), T0.plusSeconds(1));
    assertThat(jobs.get(1).getNextTriggerTime()).isEqualTo(T0.plusSeconds(61).toEpochMilli());
    assertThat(instances.all()).hasSize(1);
  }

  @Test
  void endOfAnotherRun_changesNothingWhileTheScheduledOneGoesOn() {
    fire("250");
    delays.ended(List.of(1L), T0.plusSeconds(1));
    delays.sweep(Partitions.all(), T0.plusSeconds(1));
    assertThat(instances.all()).hasSize(1);
    assertThat(jobs.get(1).getNextTriggerTime()).isNull();
  }

  @Test
  void endToldTwice_firesOnce() {
    fire("250");
    end(T0.plusSeconds(1));
    delays.ended(List.of(1L), T0.plusSeconds(1));
    delays.ended(List.of(1L), T0.plusSeconds(1));
    delays.sweep(Partitions.all(), T0.plusSeconds(1));
    assertThat(instances.all()).hasSize(2);
  }

  @Test
  void endThatNobodyTold_isFoundByTheSweep() {
    fire("250");
    end(T0.plusSeconds(1));
    delays.sweep(Partitions.none(), T0.plusSeconds(5));
    assertThat(instances.all()).hasSize(1);
    delays.sweep(Partitions.all(), T0.plusSeconds(5));
    assertThat(instances.all()).hasSize(2);
  }

  @Test
  void chainWithoutAnyInstance_beginsAnew() {
    jobs.add(aJob(1).timed(TimeExpressionType.FIXED_DELAY, "250").build());
    delays.sweep(Partitions.all(), T0);
    assertThat(instances.all()).extracting(JobInstance::dueTime).containsExactly(Optional.of(T0));
  }

  @Test
  void disabledMeanwhile_staysStill() {
    fire("250");
    jobs.get(1).setStatus(SwitchableStatus.DISABLE);
    end(T0.plusSeconds(1));
    delays.ended(List.of(1L), T0.plusSeconds(1));
    delays.sweep(Partitions.all(), T0.plusSeconds(9));
    assertThat(instances.all()).hasSize(1);
  }

  @Test
  void lifeCycleOver_disablesTheJob() {
    fire("250");
    var lifeCycle = new LifeCycle();
    lifeCycle.setEnd(T0.plusMillis(1_100).toEpochMilli());
    jobs.get(1).setLifeCycle(lifeCycle);
    end(T0.plusSeconds(1));
    delays.ended(List.of(1L), T0.plusSeconds(1));
    assertThat(jobs.get(1).isEnabled()).isFalse();
    assertThat(instances.all()).hasSize(1);
  }
}
