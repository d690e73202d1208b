package tech.powerjob.worker.host;

import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads for processors, which can be exchanged for new ones: what a processor left in thread
 * locals goes with them. Thread-safe.
 */
final class RunThreads implements Executor {
  private final int threads;
  private final ThreadFactory factory;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private ThreadPoolExecutor pool;

  RunThreads(int threads, ClassLoader context) {
    this.threads = threads;
    var number = new AtomicInteger();
    factory =
        work -> {
          // Without thread locals of whoever happens to need the thread.
          var thread = new Thread(null, work, "powerjob-run-" + number.incrementAndGet(), 0, false);
          thread.setDaemon(true);
          thread.setContextClassLoader(context);
          return thread;
        };
    pool = newPool();
  }

  private ThreadPoolExecutor newPool() {
    var made =
        new ThreadPoolExecutor(
            threads, threads, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    made.allowCoreThreadTimeOut(true);
    return made;
  }

  /**
   * Runs this when a thread is free.
   *
   * @throws RejectedExecutionException once closed
   */
  @Override
  public void execute(Runnable run) {
    lock.lock();
    try {
      pool.execute(run);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets the threads go, those at work when they have ended it; until then there are more of them.
   */
  void renew() {
    lock.lock();
    try {
      if (pool.isShutdown()) {
        return;
      }
      var old = pool;
      pool = newPool();
      var waiting = new ArrayList<Runnable>();
      old.getQueue().drainTo(waiting);
      old.shutdown();
      waiting.forEach(pool::execute);
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts those at work and takes no more. */
  void close() {
    lock.lock();
    try {
      pool.shutdownNow();
    } finally {
      lock.unlock();
    }
  }
}
