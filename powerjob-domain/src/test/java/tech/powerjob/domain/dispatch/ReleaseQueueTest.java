package tech.powerjob.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.domain.instance.JobInstance;

class ReleaseQueueTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07Z");

  private final ReleaseQueue queue = new ReleaseQueue();

  private static JobInstance at(long id, int seconds) {
    return JobInstance.waiting(id, aJob(1).build(), T0).deadline(T0.plusSeconds(seconds)).build();
  }

  @Test
  void poll_givesOnlyWhatIsDueEarliestFirst() {
    queue.add(List.of(at(3, 3), at(1, 1), at(2, 2)));
    assertThat(queue.poll(T0, 10)).isEmpty();
    assertThat(queue.poll(T0.plusSeconds(2), 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(1L, 2L);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void ahead_givesWhatIsNearOnce_andKeepsIt() {
    queue.add(List.of(at(3, 3), at(1, 1), at(2, 2), at(0, 0)));
    assertThat(queue.ahead(T0, T0.plusSeconds(2), 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(1L, 2L);
    assertThat(queue.ahead(T0, T0.plusSeconds(2), 10)).isEmpty();
    assertThat(queue.poll(T0.plusSeconds(1), 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(0L, 1L);
  }

  @Test
  void removed_doesNotComeOut_andMayComeAgain() {
    queue.add(List.of(at(1, 1), at(2, 1)));
    queue.remove(List.of(at(1, 1)));
    assertThat(queue.size()).isEqualTo(1);
    queue.add(List.of(at(1, 2)));
    assertThat(queue.poll(T0.plusSeconds(1), 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(2L);
    assertThat(queue.poll(T0.plusSeconds(2), 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(1L);
  }

  @Test
  void sameInstanceTwice_comesOutOnce() {
    queue.add(List.of(at(1, 1)));
    queue.add(List.of(at(1, 1), at(1, 2)));
    assertThat(queue.poll(T0.plusSeconds(5), 10)).hasSize(1);
  }

  @Test
  @Timeout(10)
  void earlierArrival_wakesTheWaiter() throws Exception {
    queue.add(List.of(at(1, 3600)));
    var woken = new CountDownLatch(1);
    var waiter =
        new Thread(
            () -> {
              try {
                queue.await(T0, Duration.ofHours(1));
                woken.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiter.start();
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
    queue.add(List.of(at(2, 1)));
    assertThat(woken.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
