package tech.powerjob.worker.internal.distributed;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for a coordinator. Thread-safe. */
final class Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  /** Most messages that wait here; the broker keeps the others. */
  private static final int MOST = 64;

  private final BlockingQueue<Signal> waiting = new LinkedBlockingQueue<>();

  void put(Signal signal) {
    waiting.add(signal);
  }

  /**
   * The next one.
   *
   * @param nanos how long to wait for it
   * @return {@code null} if none comes in time
   */
  Signal next(long nanos) throws InterruptedException {
    return waiting.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  /** Fetches what comes in at a desk until it is closed. */
  Fetching from(Desk desk) {
    return new Fetching(desk);
  }

  /** Has a thread of its own. */
  final class Fetching implements Runnable {
    private final Desk desk;
    private final Semaphore room = new Semaphore(MOST);

    private Fetching(Desk desk) {
      this.desk = desk;
    }

    @Override
    public void run() {
      try {
        while (true) {
          room.acquire();
          var message = desk.receive();
          if (message == null) {
            break;
          }
          put(new Signal.Arrived(desk, message));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ActiveMQException e) {
        LOG.debug("nothing more is heard here: {}", e.getMessage());
      } finally {
        put(new Signal.Woken());
      }
    }

    /** One message was taken out. */
    void taken() {
      room.release();
    }
  }
}
