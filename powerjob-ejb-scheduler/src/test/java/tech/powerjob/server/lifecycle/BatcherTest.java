package tech.powerjob.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatcherTest {
  private final ConcurrentLinkedQueue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Batcher<Integer> batcher = new Batcher<>("test", Thread::new, 1000, this::work);

  private void work(List<Integer> values) {
    if (values.contains(-1)) {
      throw new IllegalArgumentException("bad");
    }
    if (values.contains(0)) {
      held.countDown();
      awaitGate();
    }
    batches.add(values);
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    gate.countDown();
    batcher.stop(Duration.ofSeconds(1));
  }

  @Test
  void alone_isDoneWhenRunReturns() {
    batcher.run(5);
    assertThat(batches).containsExactly(List.of(5));
  }

  @Test
  void concurrentCallers_shareABatchAndABadOneFailsAlone() throws Exception {
    var threads = Executors.newCachedThreadPool();
    try {
      var first = threads.submit(() -> batcher.run(0)); // Holds the batcher busy.
      assertThat(held.await(5, TimeUnit.SECONDS)).isTrue();
      var others = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 1; i <= 10; i++) {
        int value = i == 4 ? -1 : i;
        others.add(threads.submit(() -> batcher.run(value)));
      }
      await().until(() -> batcher.waiting() == 10);
      gate.countDown();
      first.get(5, TimeUnit.SECONDS);
      int failed = 0;
      for (var each : others) {
        try {
          each.get(5, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(IllegalArgumentException.class);
          failed++;
        }
      }
      assertThat(failed).isEqualTo(1);
      assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(10);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void stopped_refusesInsteadOfHanging() {
    batcher.stop(Duration.ofSeconds(1));
    assertThatThrownBy(() -> batcher.run(5)).hasMessageContaining("stopping");
    assertThat(batches).isEmpty();
  }
}
