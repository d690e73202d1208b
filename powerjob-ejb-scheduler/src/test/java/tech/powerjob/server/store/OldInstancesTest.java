package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.worker.Partitions;

class OldInstancesTest {
  private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");
  private static final Partitions ALL =
      Partitions.of(java.util.stream.IntStream.range(0, Partitions.COUNT));

  private final Transactions transactions = new Transactions(H2.migrated(), 1);
  private final JdbcInstances instances = new JdbcInstances(transactions);
  private final JdbcInstanceEvents events = new JdbcInstanceEvents(transactions);
  private final OldInstances old = new OldInstances(transactions);
  private final InstanceIds ids = new InstanceIds(1);

  private JobInstance instance(Instant created, Optional<Instant> finished) {
    var builder = JobInstance.waiting(ids.next(created), aJob(1).build(), created);
    finished.ifPresent(
        at ->
            builder
                .status(InstanceStatus.SUCCEED)
                .finishedTime(Optional.of(at))
                .deadline(Optional.empty()));
    return builder.build();
  }

  private List<Long> present(List<JobInstance> all) {
    return instances.findAll(all.stream().map(JobInstance::instanceId).toList()).stream()
        .map(JobInstance::instanceId)
        .sorted()
        .toList();
  }

  @Test
  void onlyWhatWasFinishedBefore_isDeletedWithItsEvents() {
    var gone = instance(T0, Optional.of(T0.plusSeconds(1)));
    var unfinished = instance(T0.plusSeconds(1), Optional.empty());
    var finishedLate = instance(T0.plusSeconds(2), Optional.of(T0.plus(Duration.ofDays(3))));
    var young = instance(T0.plus(Duration.ofDays(2)), Optional.of(T0.plus(Duration.ofDays(2))));
    var all = List.of(gone, unfinished, finishedLate, young);
    instances.insert(all);
    events.record(
        all.stream()
            .map(each -> InstanceEvent.of(each, T0, InstanceEvent.Kind.WAITING, "text"))
            .toList());

    boolean more = old.deleteSome(ALL, T0.plus(Duration.ofDays(1)));

    assertThat(more).isFalse();
    assertThat(present(all))
        .containsExactly(unfinished.instanceId(), finishedLate.instanceId(), young.instanceId());
    assertThat(events.of(gone.instanceId())).isEmpty();
    assertThat(events.of(young.instanceId())).hasSize(1);
  }

  @Test
  void many_goInSeveralSteps() {
    var all = new ArrayList<JobInstance>();
    for (int i = 0; i < 450; i++) {
      all.add(instance(T0, Optional.of(T0)));
    }
    instances.insert(all);
    int steps = 1;
    while (steps < 10 && old.deleteSome(ALL, T0.plus(Duration.ofDays(1)))) {
      steps++;
    }
    assertThat(steps).isEqualTo(3);
    assertThat(present(all)).isEmpty();
  }

  @Test
  void otherServersPartitions_areLeftAlone() {
    var finished = instance(T0, Optional.of(T0));
    instances.insert(List.of(finished));
    var others =
        Partitions.of(
            java.util.stream.IntStream.range(0, Partitions.COUNT)
                .filter(partition -> partition != finished.partition()));
    old.deleteSome(others, T0.plus(Duration.ofDays(1)));
    assertThat(present(List.of(finished))).hasSize(1);
  }
}
