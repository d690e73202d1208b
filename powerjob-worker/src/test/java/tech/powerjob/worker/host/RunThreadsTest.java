package tech.powerjob.worker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunThreadsTest {
  private final ClassLoader context = new ClassLoader() {};
  private final RunThreads threads = new RunThreads(1, context);

  @AfterEach
  void close() {
    threads.close();
  }

  private Thread threadOfARun() {
    var found = new CompletableFuture<Thread>();
    threads.execute(() -> found.complete(Thread.currentThread()));
    return found.join();
  }

  @Test
  void threads_areKeptForLaterRuns_andHaveTheContextClassLoader() {
    var thread = threadOfARun();

    assertThat(threadOfARun()).isSameAs(thread);
    assertThat(thread.getContextClassLoader()).isSameAs(context);
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  void renewal_endsIdleThreads_andThoseAtWorkAfterTheirRun() {
    var idle = threadOfARun();
    threads.renew();
    await().until(() -> !idle.isAlive());

    var inside = new CompletableFuture<Thread>();
    var leave = new CountDownLatch(1);
    var left = new CompletableFuture<Boolean>();
    threads.execute(
        () -> {
          inside.complete(Thread.currentThread());
          try {
            leave.await();
            left.complete(true);
          } catch (InterruptedException e) {
            left.complete(false);
          }
        });
    var busy = inside.join();
    var waiting = new CompletableFuture<Thread>();
    threads.execute(() -> waiting.complete(Thread.currentThread()));

    threads.renew();

    assertThat(waiting.join()).as("does not wait for the old thread").isNotSameAs(busy);
    leave.countDown();
    assertThat(left.join()).as("not interrupted").isTrue();
    await().until(() -> !busy.isAlive());
  }

  @Test
  void closed_takesNothing_alsoAfterARenewal() {
    threads.close();
    threads.renew();

    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
