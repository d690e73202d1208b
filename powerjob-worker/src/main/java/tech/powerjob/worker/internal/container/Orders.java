package tech.powerjob.worker.internal.container;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.host.WorkerHost;

/**
 * Does things one after the other in the background, in the order in which they were given: each
 * may take minutes, so that they must not occupy more than one thread of the worker. Thread-safe.
 */
final class Orders {
  /** Something that takes its time. */
  @FunctionalInterface
  interface Order {
    void carryOut() throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

  private final WorkerHost host;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Queue<Order> waiting = new ArrayDeque<>();
  private boolean working;
  private boolean closed;

  Orders(WorkerHost host) {
    this.host = host;
  }

  void add(Order order) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      waiting.add(order);
      if (!working) {
        host.schedule(this::work, Duration.ZERO);
        working = true;
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, an order is dropped", e);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what has not begun. */
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (var next = take(); next != null; next = take()) {
      try {
        next.carryOut();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        LOG.debug("interrupted, the worker is stopping");
        close();
      } catch (RuntimeException | LinkageError e) {
        LOG.warn("an order about a container failed", e);
      }
    }
  }

  private Order take() {
    lock.lock();
    try {
      var next = waiting.poll();
      working = next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }
}
