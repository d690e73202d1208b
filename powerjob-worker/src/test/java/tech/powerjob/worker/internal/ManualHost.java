package tech.powerjob.worker.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import tech.powerjob.worker.extension.processor.ProcessorFactory;
import tech.powerjob.worker.host.WorkerHost;

/** A host without threads: runs and scheduled tasks happen when the test says so. */
public final class ManualHost implements WorkerHost {
  private record Task(Runnable work, long dueAt, long number) {}

  private final ManualTicker ticker;
  private final Queue<Runnable> runs = new ArrayDeque<>();
  private final List<Task> tasks = new ArrayList<>();
  private long number;
  private boolean rejecting;

  public ManualHost(ManualTicker ticker) {
    this.ticker = ticker;
  }

  @Override
  public synchronized void run(Runnable run) {
    if (rejecting) {
      throw new RejectedExecutionException("told to");
    }
    runs.add(run);
  }

  @Override
  public synchronized Scheduled schedule(Runnable work, Duration delay) {
    var task = new Task(work, ticker.nanos() + delay.toNanos(), number++);
    tasks.add(task);
    return () -> cancel(task);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  public void reject() {
    rejecting = true;
  }

  /** Takes the next run that waits for a thread. */
  public synchronized Runnable takeRun() {
    return runs.remove();
  }

  /** Executes all runs that wait, on this thread. */
  public void executeRuns() {
    while (waitingRuns() > 0) {
      takeRun().run();
    }
  }

  public synchronized int waitingRuns() {
    return runs.size();
  }

  public synchronized int waitingTasks() {
    return tasks.size();
  }

  /** Moves the time on, doing each task at its instant. */
  public void advance(Duration duration) {
    long end = ticker.nanos() + duration.toNanos();
    for (var task = takeDue(end); task != null; task = takeDue(end)) {
      ticker.advance(Duration.ofNanos(Math.max(0, task.dueAt - ticker.nanos())));
      task.work.run();
    }
    ticker.advance(Duration.ofNanos(end - ticker.nanos()));
  }

  private synchronized Task takeDue(long end) {
    var next =
        tasks.stream()
            .filter(task -> task.dueAt <= end)
            .min(Comparator.comparingLong(Task::dueAt).thenComparingLong(Task::number));
    next.ifPresent(tasks::remove);
    return next.orElse(null);
  }

  @Override
  public void background(String name, Runnable part) {
    throw new UnsupportedOperationException("nothing that is tested by hand needs it");
  }

  @Override
  public ClassLoader classLoader() {
    return ManualHost.class.getClassLoader();
  }

  @Override
  public List<ProcessorFactory> processorFactories() {
    return List.of();
  }

  @Override
  public synchronized void close() {
    rejecting = true;
    tasks.clear();
  }
}
