package tech.powerjob.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.task.TaskHome;
import tech.powerjob.server.store.JdbcTaskRuns.Remains;
import tech.powerjob.server.task.TaskQueues.TaskQueue;
import tech.powerjob.wire.Addresses;

class TaskJanitorTest {
  private static final Instant ENDED = Instant.parse("2026-03-04T05:06:07Z");
  private static final TaskQueue TODO =
      TaskQueue.of(Addresses.task(7, 100, 2, "todo")).orElseThrow();

  private final TaskJanitor janitor =
      new TaskJanitor(null, null, null, List.of("here:1", "alias:1"));

  private static Remains remains(
      int generation, String broker, InstanceStatus status, long failed) {
    boolean finished = InstanceStatus.FINISHED_STATUS.contains(status.getV());
    return new Remains(
        new TaskHome(100, 7, generation, 3, broker, Optional.empty()),
        false,
        failed,
        status.getV(),
        finished ? ENDED.toEpochMilli() : null);
  }

  private boolean isOver(Remains remains, Duration after) {
    return janitor.isOver(TODO, remains, ENDED.plus(after));
  }

  @Test
  void queueName_isTakenApart() {
    assertThat(TODO).isEqualTo(new TaskQueue("powerjob.task.7.100.2.todo", 7, 100, 2));
    long real = 1_005_118_120_022_507_584L;
    assertThat(TaskQueue.of(Addresses.task(7, real, 1, "todo")))
        .map(TaskQueue::instanceId)
        .contains(real);
    assertThat(TaskQueue.of("powerjob.task.7.9999999999999999999.1.todo")).isEmpty();
    assertThat(TaskQueue.of("powerjob.task.7.100.todo")).isEmpty();
    assertThat(TaskQueue.of("powerjob.report")).isEmpty();
  }

  @Test
  void runningInstance_keepsItsQueues() {
    var running = remains(2, "here:1", InstanceStatus.RUNNING, 0);
    assertThat(isOver(running, Duration.ofDays(9))).isFalse();
    assertThat(isOver(remains(2, "alias:1", InstanceStatus.RUNNING, 0), Duration.ofDays(9)))
        .isFalse();
  }

  @Test
  void success_goesSoonAndAFailureAfterADay() {
    var success = remains(2, "here:1", InstanceStatus.SUCCEED, 0);
    var partly = remains(2, "here:1", InstanceStatus.SUCCEED, 1);
    var failure = remains(2, "here:1", InstanceStatus.FAILED, 0);

    assertThat(isOver(success, Duration.ofSeconds(50))).isFalse();
    assertThat(isOver(success, Duration.ofSeconds(70))).isTrue();
    for (var kept : List.of(partly, failure)) {
      assertThat(isOver(kept, Duration.ofHours(23))).isFalse();
      assertThat(isOver(kept, Duration.ofHours(25))).isTrue();
    }
  }

  @Test
  void whatNobodyWillReadAgain_goesAtOnce() {
    assertThat(isOver(null, Duration.ZERO)).isTrue();
    assertThat(isOver(remains(3, "here:1", InstanceStatus.RUNNING, 0), Duration.ZERO)).isTrue();
    assertThat(isOver(remains(2, "other:1", InstanceStatus.RUNNING, 0), Duration.ZERO)).isTrue();
  }

  @Test
  void queueThatPretendsToBeOfAnInstanceOfAnotherApplication_goes() {
    var forged = TaskQueue.of(Addresses.task(8, 100, 2, "todo")).orElseThrow();
    assertThat(janitor.isOver(forged, remains(2, "here:1", InstanceStatus.RUNNING, 0), ENDED))
        .isTrue();
  }
}
