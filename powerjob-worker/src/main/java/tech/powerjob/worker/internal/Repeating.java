package tech.powerjob.worker.internal;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.host.WorkerHost;

/**
 * Does something again and again, with a pause after each time. A failed turn is logged and the
 * next one comes all the same. Thread-safe; turns never overlap.
 */
public final class Repeating {
  private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

  private final String name;
  private final WorkerHost host;
  private final Supplier<Duration> pause;
  private final Runnable task;
  private final ReentrantLock turn = new ReentrantLock();
  private final ReentrantLock planning = new ReentrantLock();

  /** What comes next; {@code null} while stopped. Guarded by {@link #planning}. */
  private WorkerHost.Scheduled next;

  private boolean running;

  public Repeating(String name, WorkerHost host, Supplier<Duration> pause, Runnable task) {
    this.name = name;
    this.host = host;
    this.pause = pause;
    this.task = task;
  }

  /** Begins, or if already begun takes the next turn at once. */
  public void now() {
    plan(true, Duration.ZERO);
  }

  /** Begins after one pause. */
  public void later() {
    plan(true, pause.get());
  }

  /** Takes no further turns. A turn under way ends by itself. */
  public void stop() {
    planning.lock();
    try {
      running = false;
      if (next != null) {
        next.cancel();
        next = null;
      }
    } finally {
      planning.unlock();
    }
  }

  private void plan(boolean start, Duration delay) {
    planning.lock();
    try {
      if (!start && !running) {
        return;
      }
      running = true;
      if (next != null) {
        next.cancel();
      }
      next = host.schedule(this::turn, delay);
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, {} ends", name);
      running = false;
    } finally {
      planning.unlock();
    }
  }

  private void turn() {
    turn.lock();
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("{} failed, it is tried again later", name, e);
    } finally {
      turn.unlock();
    }
    plan(false, pause.get());
  }
}
