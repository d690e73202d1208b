package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.host.WorkerHost;

/** A call that can be interrupted, again and again until it ends. Thread-safe. */
final class Interruptible {
  private static final Logger LOG = LoggerFactory.getLogger(Interruptible.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final WorkerHost host;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private Thread thread;
  private WorkerHost.Scheduled next;
  private boolean interrupted;
  private boolean ended;

  Interruptible(WorkerHost host) {
    this.host = host;
  }

  /**
   * The call begins, in this thread.
   *
   * @return {@code false} if it is not to
   */
  boolean begin() {
    lock.lock();
    try {
      if (!interrupted) {
        thread = Thread.currentThread();
      }
      return !interrupted;
    } finally {
      lock.unlock();
    }
  }

  /** The call has ended. No interrupt reaches the thread from here on. */
  void end() {
    lock.lock();
    try {
      thread = null;
      ended = true;
      if (next != null) {
        next.cancel();
      }
      // One that came too late must not hit the next task of this thread.
      Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  boolean isInterrupted() {
    lock.lock();
    try {
      return interrupted;
    } finally {
      lock.unlock();
    }
  }

  void interrupt() {
    lock.lock();
    try {
      interrupted = true;
      if (thread != null) {
        thread.interrupt();
        next = host.schedule(this::interruptAgain, AGAIN);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, no more interrupts");
    } finally {
      lock.unlock();
    }
  }

  private void interruptAgain() {
    lock.lock();
    try {
      if (thread != null) {
        interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
