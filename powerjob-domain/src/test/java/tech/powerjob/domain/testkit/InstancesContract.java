package tech.powerjob.domain.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Canceled;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Expired;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.HandedBack;
import tech.powerjob.domain.instance.InstanceChange.Parked;
import tech.powerjob.domain.instance.InstanceChange.Postponed;
import tech.powerjob.domain.instance.InstanceChange.Received;
import tech.powerjob.domain.instance.InstanceChange.Refused;
import tech.powerjob.domain.instance.InstanceChange.Rescheduled;
import tech.powerjob.domain.instance.InstanceChange.Retried;
import tech.powerjob.domain.instance.InstanceChange.Started;
import tech.powerjob.domain.instance.InstanceChange.Stopped;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.worker.Partitions;

/** What every store of instances must do. */
public abstract class InstancesContract {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07.123Z");

  private Instances instances;

  /** An empty store. */
  protected abstract Instances emptyStore();

  @BeforeEach
  void open() {
    instances = emptyStore();
  }

  private static JobInstance instance(long id) {
    return JobInstance.waiting(id, aJob(1).build(), T0).build();
  }

  private JobInstance stored(long id) {
    return instances.find(id).orElseThrow();
  }

  @Test
  void inserted_isFoundAsItWas() {
    var full =
        instance(1)
            .with()
            .jobParams("static")
            .instanceParams("多语言 ✓")
            .outerKey("key")
            .extendValue("more")
            .wfInstanceId(Optional.of(77L))
            .dueTime(Optional.of(T0))
            .deadline(T0.plusSeconds(3))
            .startBy(Optional.of(T0.plusSeconds(4)))
            .finishBy(Optional.of(T0.plusSeconds(5)))
            .taskGeneration(4)
            .waitingFor(Optional.of(WaitingFor.POOL))
            .build();
    instances.insert(List.of(full, instance(2)));
    assertThat(stored(1)).isEqualTo(full);
    assertThat(instances.findAll(List.of(1L, 2L, 3L)))
        .extracting(JobInstance::instanceId)
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(instances.find(3)).isEmpty();
  }

  @Test
  void sameDueInstantTwice_isImpossible() {
    instances.insert(List.of(instance(1).with().dueTime(Optional.of(T0)).build()));
    assertThatThrownBy(
            () -> instances.insert(List.of(instance(2).with().dueTime(Optional.of(T0)).build())))
        .isInstanceOf(RuntimeException.class);
    assertThat(instances.find(2)).isEmpty();
  }

  @Test
  void dueSearch_isOrderedLimitedAndConfined() {
    var job = aJob(1).build();
    instances.insert(
        IntStream.rangeClosed(1, 5)
            .mapToObj(i -> JobInstance.waiting(i, job, T0).deadline(T0.plusSeconds(10 - i)).build())
            .toList());
    assertThat(instances.findDue(Partitions.all(), T0.plusSeconds(8), 2))
        .extracting(JobInstance::instanceId)
        .containsExactly(5L, 4L);
    assertThat(instances.findDue(Partitions.none(), T0.plusSeconds(60), 10)).isEmpty();
    var other = Partitions.of(IntStream.of((job.getPartition() + 1) % Partitions.COUNT));
    assertThat(instances.findDue(other, T0.plusSeconds(60), 10)).isEmpty();
  }

  @Test
  void finished_isNoLongerDue() {
    instances.insert(List.of(instance(1)));
    instances.apply(List.of(new Canceled(Target.of(stored(1)), "canceled by user", T0)));
    assertThat(instances.findDue(Partitions.all(), T0.plusSeconds(60), 10)).isEmpty();
  }

  @Test
  void runsOfAWorker_areFoundUntilTheyEnd() {
    instances.insert(List.of(instance(1), instance(2), instance(3)));
    for (long id : List.of(1L, 2L)) {
      instances.apply(List.of(dispatched(stored(id), "w1")));
    }
    instances.apply(List.of(new Finished(Target.of(stored(2)), true, "ok", T0.plusSeconds(1), T0)));
    assertThat(instances.findUnfinishedOf("w1"))
        .extracting(JobInstance::instanceId)
        .containsExactly(1L);
    assertThat(instances.countDispatched(1)).isEqualTo(1);
    assertThat(instances.countDispatched(2)).isZero();
  }

  private static Dispatched dispatched(JobInstance instance, String worker) {
    return new Dispatched(
        Target.of(instance), worker, worker + ":27777", T0.plusSeconds(1), T0.plusSeconds(6));
  }

  @Test
  void wrongApplicationOrEpoch_changesNothing() {
    instances.insert(List.of(instance(1)));
    var before = stored(1);
    var target = Target.of(before);
    assertThat(
            instances.apply(
                List.of(new Refused(new Target(1, target.appId() + 1, target.epoch()), "no", T0))))
        .isEmpty();
    assertThat(
            instances.apply(
                List.of(new Refused(new Target(1, target.appId(), target.epoch() + 1), "no", T0))))
        .isEmpty();
    assertThat(stored(1)).isEqualTo(before);
  }

  /**
   * Random changes, legal or not, do to the store exactly what {@link InstanceChange#applyTo} says.
   */
  @Test
  void randomChanges_doWhatTheDomainSays() {
    var random = new Random(7);
    var model = new ArrayList<JobInstance>();
    var seen = EnumSet.noneOf(InstanceStatus.class);
    for (int id = 0; id < 20; id++) {
      var instance = instance(id);
      model.add(
          instance
              .with()
              .startBy(Optional.of(T0.plusSeconds(20L * id)).filter(by -> random.nextBoolean()))
              .finishBy(Optional.of(T0.plusSeconds(20L * id)).filter(by -> random.nextBoolean()))
              .build());
    }
    instances.insert(model);
    for (int round = 0; round < 300; round++) {
      var at = T0.plusSeconds(round + 1);
      var batch = new ArrayList<InstanceChange>();
      var expected = new ArrayList<InstanceChange>();
      for (int id = 0; id < model.size(); id++) {
        if (random.nextInt(3) == 0) {
          var change = anyChange(random, model.get(id), at);
          batch.add(change);
          var after = change.applyTo(model.get(id));
          if (after.isPresent()) {
            seen.add(after.get().status());
            model.set(id, after.get());
            expected.add(change);
          }
        }
      }
      assertThat(instances.apply(batch)).containsExactlyInAnyOrderElementsOf(expected);
    }
    for (var instance : model) {
      assertThat(stored(instance.instanceId())).isEqualTo(instance);
    }
    assertThat(seen).hasSizeGreaterThan(5);
  }

  private static InstanceChange anyChange(Random random, JobInstance instance, Instant at) {
    var target =
        new Target(
            instance.instanceId(),
            instance.appId(),
            random.nextInt(8) == 0 ? instance.epoch() - 1 : instance.epoch());
    var later = at.plusSeconds(5);
    return switch (random.nextInt(14)) {
      case 0, 1 -> new Dispatched(target, "w" + random.nextInt(3), "host:1", at, later);
      case 2 -> new Refused(target, "no worker available", at);
      case 3 -> new Started(target, at, later);
      case 4 -> new Finished(target, random.nextBoolean(), "result", at.minusMillis(5), at);
      case 5 ->
          new Rescheduled(target, random.nextBoolean(), random.nextBoolean(), "again", later, at);
      case 6 -> new Postponed(target, InstanceStatus.RUNNING, later, at);
      case 7 -> new Stopped(target, "stopped by user", at);
      case 9 -> new Received(target, at, later);
      case 10 -> new Parked(target, WaitingFor.values()[random.nextInt(4)], later, at);
      case 12 -> new HandedBack(target, at);
      case 11 -> new Expired(target, "not started by", at);
      case 8 -> new Canceled(target, "canceled by user", at);
      default -> new Retried(target, random.nextBoolean(), at);
    };
  }
}
