package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a body on a thread of its own until it is stopped. A turn that fails is logged when the
 * failure begins and when it ends, and the next one comes after a pause that grows while failures
 * last.
 */
public final class Loop {
  /** What is repeated; returns how long to pause before the next turn. */
  @FunctionalInterface
  public interface Body {
    Duration turn() throws InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
  private static final Duration LAST_BACKOFF = Duration.ofSeconds(2);

  private final String name;
  private final Body body;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private Loop(String name, Body body, ThreadFactory threads) {
    this.name = name;
    this.body = body;
    this.thread = threads.newThread(this::run);
  }

  public static Loop start(String name, ThreadFactory threads, Body body) {
    var loop = new Loop(name, body, threads);
    loop.thread.setName("powerjob-" + name);
    loop.thread.start();
    return loop;
  }

  private void run() {
    int failures = 0;
    try {
      while (stop.getCount() > 0) {
        Duration pause;
        try {
          pause = body.turn();
          if (failures > 0) {
            LOG.info("loop={} works again after {} failures", name, failures);
            failures = 0;
          }
        } catch (RuntimeException e) {
          if (failures++ == 0) {
            LOG.warn("loop={} failed and is tried again until it works", name, e);
          }
          pause = backoff(failures);
        }
        if (!pause.isZero() && stop.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration backoff(int failures) {
    var backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 10));
    return backoff.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff;
  }

  /** Asks the loop to end after its present turn. */
  public void stop() {
    stop.countDown();
  }

  /** Waits for the end; a turn that takes longer is interrupted. */
  public void await(Duration patience) {
    try {
      thread.join(patience.toMillis());
      if (thread.isAlive()) {
        LOG.warn("loop={} did not end in {} and is interrupted", name, patience);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
