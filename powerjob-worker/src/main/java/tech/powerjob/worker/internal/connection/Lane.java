package tech.powerjob.worker.internal.connection;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.worker.host.WorkerHost;

/**
 * Messages of one kind on their way over one line, in order. Whoever hands one in does not wait,
 * because a broker that hangs holds its sender up for seconds; only this lane then waits. When the
 * line breaks, what is left is dropped. Thread-safe.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** A send that takes longer says that the other end hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  static final int MANY = 2_000;

  private final ServerLink link;
  private final WorkerHost host;
  private final Consumer<String> broken;
  private final Queue<WireMessage> waiting;
  private final AtomicBoolean draining = new AtomicBoolean();

  /** When the send under way began, by {@link System#nanoTime()}; 0 while there is none. */
  private volatile long sendingSince;

  /**
   * An empty lane.
   *
   * @param most how many messages may wait; older ones give way
   * @param broken told why when a send fails
   */
  Lane(ServerLink link, WorkerHost host, int most, Consumer<String> broken) {
    this.waiting = new LinkedBlockingQueue<>(most);
    this.link = link;
    this.host = host;
    this.broken = broken;
  }

  /** Takes a message, in place of the oldest one if too many wait. */
  void offer(WireMessage message) {
    while (!waiting.offer(message)) {
      waiting.poll();
    }
    if (draining.compareAndSet(false, true)) {
      try {
        host.schedule(this::drain, Duration.ZERO);
      } catch (RejectedExecutionException e) {
        draining.set(false);
        LOG.debug("the host is closed, a {} is not sent", message.type());
      }
    }
  }

  /** Whether the other end seems to hang. */
  boolean isStalled() {
    long since = sendingSince;
    return since != 0 && System.nanoTime() - since > PATIENCE.toNanos();
  }

  private void drain() {
    do {
      try {
        sendWaiting();
      } finally {
        draining.set(false);
      }
      // Somebody may have handed something in between the last look and the flag.
    } while (!waiting.isEmpty() && draining.compareAndSet(false, true));
  }

  private void sendWaiting() {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      sendingSince = System.nanoTime() | 1;
      try {
        link.send(next);
      } catch (LinkException e) {
        waiting.clear();
        broken.accept(e.getMessage());
      } catch (RuntimeException e) {
        LOG.warn("a {} could not be sent, it is dropped", next.type(), e);
      } finally {
        sendingSince = 0;
      }
    }
  }

  /** Sends what waits before this returns, unless the other end hangs. */
  void flush() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isStalled() && (!waiting.isEmpty() || draining.get())) {
      if (draining.compareAndSet(false, true)) {
        drain();
      } else if (waiting.isEmpty() && sendingSince == 0) {
        return; // It is planned, but nothing is left to do.
      } else if (sendingSince == 0) {
        sendWaiting(); // It is planned, but the host may be slow or gone.
      } else if (System.nanoTime() - end > 0) {
        return;
      } else {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
