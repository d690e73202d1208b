package tech.powerjob.worker.jca;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets no more runs into a bean than its concurrency. When the bean is undeployed it lets those
 * inside end and nobody else in: the last bean of an application stops the worker soon, which gives
 * the runs that wait here back to the server. Thread-safe.
 */
final class Gate {
  /** How long a run waits for that, before it fails because the worker goes on without the bean. */
  private final Duration patience;

  private final int places;
  private final Semaphore free;
  private volatile boolean closed;

  Gate(int places, Duration patience) {
    this.places = places;
    this.patience = patience;
    this.free = new Semaphore(places, true);
  }

  /** How many runs may be inside at once. */
  int places() {
    return places;
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Waits for a place.
   *
   * @throws IllegalStateException if the bean is gone and the worker stays
   */
  void enter() throws InterruptedException {
    while (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      if (closed) {
        throw new IllegalStateException("the bean was undeployed");
      }
    }
  }

  void leave() {
    free.release();
  }

  /**
   * Lets nobody in any more.
   *
   * @return whether all who were inside have left in time
   */
  boolean close(Duration longest) throws InterruptedException {
    closed = true;
    return free.tryAcquire(places, longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
