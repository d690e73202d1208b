package tech.powerjob.worker.host;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for processors, which can be exchanged for new ones: what a processor left in thread
 * locals goes with them.
 */
final class RunThreads extends ThreadPoolExecutor {
  /** Ends a thread of the pool; never leaves it. */
  private static final class End extends RuntimeException {
    private static final long serialVersionUID = 1L;

    End() {
      super("the thread is exchanged", null, false, false);
    }
  }

  /** A thread that knows which generation it is of. */
  private static final class RunThread extends Thread {
    private final int generation;

    RunThread(Runnable work, String name, int generation) {
      // Without thread locals of whoever happens to need the first thread.
      super(null, work, name, 0, false);
      this.generation = generation;
    }
  }

  private final AtomicInteger generation;

  RunThreads(int threads, ClassLoader context) {
    this(threads, context, new AtomicInteger());
  }

  private RunThreads(int threads, ClassLoader context, AtomicInteger generation) {
    super(
        threads,
        threads,
        60,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        factory(context, generation));
    this.generation = generation;
    allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory factory(ClassLoader context, AtomicInteger generation) {
    var number = new AtomicInteger();
    return work -> {
      var thread =
          new RunThread(work, "powerjob-run-" + number.incrementAndGet(), generation.get());
      thread.setDaemon(true);
      thread.setContextClassLoader(context);
      thread.setUncaughtExceptionHandler(RunThreads::died);
      return thread;
    };
  }

  private static void died(Thread thread, Throwable cause) {
    if (!(cause instanceof End)) {
      thread.getThreadGroup().uncaughtException(thread, cause);
    }
  }

  /** Exchanges every thread once it has ended the run that it is at. */
  void renew() {
    generation.incrementAndGet();
    for (int i = getPoolSize(); i > 0; i--) {
      execute(() -> {}); // So that those without a run notice.
    }
  }

  @Override
  protected void afterExecute(Runnable run, Throwable failure) {
    super.afterExecute(run, failure);
    if (failure == null
        && Thread.currentThread() instanceof RunThread thread
        && thread.generation != generation.get()) {
      throw new End();
    }
  }
}
