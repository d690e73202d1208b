package tech.powerjob.worker.host;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/**
 * A plain JVM as the host: threads of its own, the context class loader of whoever creates it. The
 * threads of the worker's own work keep the JVM alive until {@link #close()}, as a worker in a
 * {@code main} should; those of processors do not.
 */
public final class StandaloneHost implements WorkerHost {
  /**
   * Reports, log lines, heartbeats and timers, and what they send over each line: a broker that
   * hangs holds up three threads for some seconds.
   */
  private static final int OWN_THREADS = 16;

  /** Processors mostly wait for something else, so more of them than processors may run. */
  private static final int RUNS_PER_CPU = 10;

  private static final int MIN_RUNS = 64;

  private final Executor runs;

  /** The same, if they are the host's own; otherwise {@code null}. */
  private final RunThreads threads;

  private final ScheduledThreadPoolExecutor own;
  private final ClassLoader classLoader;

  /**
   * A host whose processors run in at most this many threads, or fewer on a small machine.
   *
   * @param maxRuns bound of the threads for processors, at least 1
   */
  public StandaloneHost(int maxRuns) {
    this(null, maxRuns);
  }

  /**
   * A host whose processors run in somebody else's threads, which stay when it is closed. Virtual
   * threads will do: the worker never blocks them on a monitor.
   *
   * <pre>{@code
   * new PowerJobWorker(config, new StandaloneHost(Executors.newVirtualThreadPerTaskExecutor()));
   * }</pre>
   *
   * @param runs runs processors, each on a thread that it may block
   */
  public StandaloneHost(Executor runs) {
    this(Objects.requireNonNull(runs, "runs"), 0);
  }

  private StandaloneHost(Executor givenRuns, int maxRuns) {
    var context = Thread.currentThread().getContextClassLoader();
    classLoader = context != null ? context : StandaloneHost.class.getClassLoader();
    threads = givenRuns != null ? null : new RunThreads(runThreads(maxRuns), classLoader);
    runs = givenRuns != null ? givenRuns : threads;
    own = new ScheduledThreadPoolExecutor(OWN_THREADS, ownThreads());
    own.setRemoveOnCancelPolicy(true);
    // A thread remembers on whose behalf it was made, so none may be made while a container's code
    // calls the worker, which would keep its classes alive.
    own.prestartAllCoreThreads();
  }

  private static int runThreads(int maxRuns) {
    return Math.min(
        maxRuns, Math.max(MIN_RUNS, Runtime.getRuntime().availableProcessors() * RUNS_PER_CPU));
  }

  private static ThreadFactory ownThreads() {
    var plain = Executors.defaultThreadFactory();
    var number = new AtomicInteger();
    return task -> {
      var thread = plain.newThread(task);
      thread.setName("powerjob-worker-" + number.incrementAndGet());
      thread.setDaemon(false);
      return thread;
    };
  }

  @Override
  public void run(Runnable run) {
    runs.execute(run);
  }

  @Override
  public void renewThreads() {
    if (threads != null) {
      threads.renew();
    }
  }

  @Override
  public Scheduled schedule(Runnable task, Duration delay) {
    var future = own.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void background(String name, Runnable part) {
    if (own.isShutdown()) {
      throw new RejectedExecutionException("the worker is closed");
    }
    var thread = new Thread(part, "powerjob-" + name);
    thread.setDaemon(true);
    thread.setContextClassLoader(classLoader);
    thread.start();
  }

  @Override
  public ClassLoader classLoader() {
    return classLoader;
  }

  @Override
  public List<ProcessorFactory> processorFactories() {
    return List.of();
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.close();
    }
    own.shutdownNow();
  }
}
