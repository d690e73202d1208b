package tech.powerjob.worker.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  private final List<Runnable> threads = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private boolean full;
  private int limit = 2;
  private final RunQueue queue =
      new RunQueue(
          thread -> {
            if (full) {
              throw new RejectedExecutionException("full");
            }
            threads.add(thread);
          },
          () -> limit);

  private void submit(String... names) {
    for (var name : names) {
      queue.run(() -> ran.add(name));
    }
  }

  @Test
  void runsBeyondTheLimit_waitWithoutAThreadAndComeInOrder() {
    submit("a", "b", "c", "d");
    assertThat(threads).hasSize(2);

    threads.get(1).run();

    assertThat(ran).containsExactly("b", "c", "d");
    threads.get(0).run();
    assertThat(ran).endsWith("a");
    submit("e");
    assertThat(threads).as("the threads were given back").hasSize(3);
  }

  @Test
  void threadBeyondALoweredLimit_isGivenBack() {
    submit("a", "b", "c");
    limit = 1;

    threads.get(0).run();
    assertThat(ran).containsExactly("a");
    threads.get(1).run();
    assertThat(ran).containsExactly("a", "b", "c");
  }

  @Test
  void refusedThread_isTold_andItsPlaceIsFree() {
    full = true;
    assertThatThrownBy(() -> submit("a")).isInstanceOf(RejectedExecutionException.class);
    full = false;

    submit("b", "c");

    assertThat(threads).hasSize(2);
  }

  @Test
  void clearedQueue_forgetsWhatWaits() {
    submit("a", "b", "c");
    queue.clear();

    threads.forEach(Runnable::run);

    assertThat(ran).containsExactly("a", "b");
  }
}
