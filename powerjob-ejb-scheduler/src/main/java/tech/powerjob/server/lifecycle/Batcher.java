package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Group commit: what many callers want done is done in one go by one thread, and each caller
 * returns when its part is committed. A lone caller waits for nobody. Thread-safe.
 *
 * @param <T> what callers hand in
 */
final class Batcher<T> {
  private record Item<T>(T value, CompletableFuture<Void> done) {}

  /** How long a turn waits for work; only bounds how long stopping takes. */
  private static final Duration IDLE = Duration.ofMillis(200);

  private final LinkedBlockingQueue<Item<T>> queue;
  private final Consumer<List<T>> work;
  private final int maxBatch;
  private final Loop loop;
  private volatile boolean stopped;

  /**
   * A running batcher.
   *
   * @param work does everything in the list, or throws and does nothing of it
   * @param maxBatch most items in one go
   */
  Batcher(String name, ThreadFactory threads, int maxBatch, Consumer<List<T>> work) {
    this.queue = new LinkedBlockingQueue<>();
    this.work = work;
    this.maxBatch = maxBatch;
    this.loop = Loop.start(name, threads, this::turn);
  }

  /**
   * Returns when the value's part is done.
   *
   * @throws RuntimeException whatever the work threw, or because the server stops; nothing was done
   */
  void run(T value) {
    var done = new CompletableFuture<Void>();
    queue.add(new Item<>(value, done));
    if (stopped) {
      refuseAll(); // The stop may have emptied the queue just before.
    }
    Await.done(done);
  }

  private Duration turn() throws InterruptedException {
    var first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      var batch = new ArrayList<Item<T>>();
      batch.add(first);
      queue.drainTo(batch, maxBatch - 1);
      perform(batch);
    }
    return Duration.ZERO;
  }

  private void perform(List<Item<T>> batch) {
    try {
      work.accept(batch.stream().map(Item::value).toList());
      batch.forEach(item -> item.done().complete(null));
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.get(0).done().completeExceptionally(e);
      } else {
        // One bad item must not fail its neighbours.
        batch.forEach(item -> perform(List.of(item)));
      }
    }
  }

  /** How many wait for the next turn. */
  int waiting() {
    return queue.size();
  }

  /** Ends after the present turn; who still waits gets an exception. */
  void stop(Duration patience) {
    stopped = true;
    loop.stop();
    loop.await(patience);
    refuseAll();
  }

  private void refuseAll() {
    var refusal = new IllegalStateException("the server is stopping");
    for (var item = queue.poll(); item != null; item = queue.poll()) {
      item.done().completeExceptionally(refusal);
    }
  }
}
