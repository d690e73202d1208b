package tech.powerjob.worker.jca;

import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.extension.processor.ProcessorFactory;
import tech.powerjob.worker.host.WorkerHost;

/**
 * An application server as the host of a worker: all threads are those of its work manager, and its
 * timer only hands tasks over to them. Thread-safe.
 */
final class WorkManagerHost implements WorkerHost {
  private static final Logger LOG = LoggerFactory.getLogger(WorkManagerHost.class);

  private final WorkManager workManager;
  private final Timer timer;
  private final Endpoints beans;
  private final RunQueue runs;
  private final Set<TimerTask> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A host for one worker.
   *
   * @param timer shared with other workers; it is not cancelled here
   * @param beans what runs there are for, and how many at once
   */
  WorkManagerHost(WorkManager workManager, Timer timer, Endpoints beans) {
    this.workManager = workManager;
    this.timer = timer;
    this.beans = beans;
    this.runs = new RunQueue(this::hand, beans::concurrency);
  }

  @Override
  public void run(Runnable run) {
    runs.run(run);
  }

  @Override
  public Scheduled schedule(Runnable task, Duration delay) {
    if (closed) {
      throw new RejectedExecutionException("the worker is closed");
    }
    var later = new Later(task);
    waiting.add(later);
    try {
      timer.schedule(later, Math.max(0, delay.plusNanos(999_999).toMillis()));
    } catch (IllegalStateException e) {
      waiting.remove(later);
      throw new RejectedExecutionException("the server's timer is cancelled", e);
    }
    return later::cancel;
  }

  @Override
  public void background(String name, Runnable part) {
    hand(part);
  }

  private void hand(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the worker is closed");
    }
    try {
      workManager.scheduleWork(new Handed(task));
    } catch (WorkException e) {
      throw new RejectedExecutionException("the server takes no more work", e);
    }
  }

  @Override
  public ClassLoader classLoader() {
    return WorkManagerHost.class.getClassLoader();
  }

  @Override
  public List<ProcessorFactory> processorFactories() {
    return List.of(beans);
  }

  @Override
  public void close() {
    closed = true;
    runs.clear();
    waiting.forEach(TimerTask::cancel);
    waiting.clear();
  }

  /** A piece of work in the server's hands. */
  private static final class Handed implements Work {
    private final Runnable task;
    private volatile Thread thread;

    Handed(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        task.run();
      } finally {
        thread = null;
      }
    }

    /** The server wants its thread back. */
    @Override
    public void release() {
      var busy = thread;
      if (busy != null) {
        busy.interrupt();
      }
    }
  }

  private final class Later extends TimerTask {
    private final Runnable task;

    Later(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      waiting.remove(this);
      try {
        hand(task);
      } catch (RejectedExecutionException e) {
        LOG.warn("a task of the worker is dropped: {}", e.getMessage());
      } catch (RuntimeException e) {
        // A timer ends for good with the first exception that leaves a task.
        LOG.error("a task of the worker could not be handed over", e);
      }
    }

    @Override
    public boolean cancel() {
      waiting.remove(this);
      return super.cancel();
    }
  }
}
