package tech.powerjob.worker.jca;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes no more of a server's threads for runs than the beans allow; runs beyond wait here, where
 * they hold none. Thread-safe.
 */
final class RunQueue {
  private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);

  private final Consumer<Runnable> threads;
  private final IntSupplier limit;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int busy;

  /**
   * A queue.
   *
   * @param threads runs a task on a thread of the server, or rejects it
   * @param limit most threads at once; may change
   */
  RunQueue(Consumer<Runnable> threads, IntSupplier limit) {
    this.threads = threads;
    this.limit = limit;
  }

  /**
   * Runs a task as soon as there is a thread for it.
   *
   * @throws RejectedExecutionException if the server takes no more
   */
  void run(Runnable task) {
    lock.lock();
    try {
      if (busy >= Math.max(1, limit.getAsInt())) {
        waiting.add(task);
        return;
      }
      busy++;
    } finally {
      lock.unlock();
    }
    try {
      threads.accept(() -> work(task));
    } catch (RuntimeException e) {
      giveBack();
      throw e;
    }
  }

  private void work(Runnable first) {
    for (var task = first; task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        // Its thread has other runs to do.
        LOG.error("a run ended with an exception of the worker's own", e);
      }
    }
  }

  private void giveBack() {
    lock.lock();
    try {
      busy--;
    } finally {
      lock.unlock();
    }
  }

  /** The task that waits longest, or {@code null} after giving the thread back. */
  private Runnable next() {
    lock.lock();
    try {
      var task = busy > Math.max(1, limit.getAsInt()) ? null : waiting.poll();
      if (task == null) {
        busy--;
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the tasks that wait. */
  void clear() {
    lock.lock();
    try {
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }
}
