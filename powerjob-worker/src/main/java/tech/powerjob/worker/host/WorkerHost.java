package tech.powerjob.worker.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** The process in which a worker lives. All methods may be called by any thread. */
public interface WorkerHost extends AutoCloseable {
  /** Something that will happen unless it is cancelled. */
  @FunctionalInterface
  interface Scheduled {
    /** Prevents it if it has not begun; may be called more than once. */
    void cancel();
  }

  /**
   * Runs a processor on a thread of the host. It may wait for a free one.
   *
   * @throws RejectedExecutionException if the host takes no more
   */
  void run(Runnable run);

  /**
   * Code that processors ran is unloaded: lets go of threads of {@link #run} that may remember it,
   * once they are free. Hosts whose threads keep nothing between two runs need not do anything.
   */
  default void renewThreads() {}

  /**
   * Does a piece of the worker's own work after a delay, on another thread than those of {@link
   * #run}. It may talk to the network. The worker has at most a handful of these at a time.
   *
   * @throws RejectedExecutionException if the host is closed
   */
  Scheduled schedule(Runnable task, Duration delay);

  /**
   * Runs a part of the worker that lasts, on a thread that it has to itself. It ends by itself when
   * the worker stops.
   *
   * @param name what it does, for people
   * @throws RejectedExecutionException if the host is closed
   */
  void background(String name, Runnable part);

  /** Class loader that knows the processors. */
  ClassLoader classLoader();

  /** Makers of processors that the host knows, asked after the user's own ones. */
  List<ProcessorFactory> processorFactories();

  /** Gives back what the host took for this worker. Waiting tasks are forgotten. */
  @Override
  void close();
}
