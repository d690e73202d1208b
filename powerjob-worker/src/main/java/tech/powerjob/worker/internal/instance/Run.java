package tech.powerjob.worker.internal.instance;

import java.util.concurrent.RejectedExecutionException;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;

/** One epoch of an instance on this worker. Thread-safe; nothing here waits. */
public interface Run {
  /** Hears how a run goes on. Called by threads of the run. */
  interface Listener {
    /** The processor is about to be called. */
    void started(Run run);

    /**
     * The run's place is free again.
     *
     * @param outcome the final report, or {@code null} if nobody wants to know
     */
    void ended(Run run, InstanceReport outcome);
  }

  InstanceEpoch id();

  /** When the command came, in the ticker's nanoseconds. */
  long arrived();

  /** Whether it is one of those that coordinate others. */
  boolean isHeavy();

  /** Whether processors of it are at work in this run, or were; if not, it costs little to move. */
  boolean begun();

  /** That it is here; with a start time if it has started. */
  InstanceReport running();

  /**
   * Begins it, once.
   *
   * @throws RejectedExecutionException if the host takes no more
   */
  void start();

  /**
   * The worker stops: interrupts the processor until it ends. Unless it ends with a success all the
   * same, its outcome is that the run is handed back. A run that another worker can go on with need
   * not do anything.
   */
  void handBack();

  /** Drops the outcome, and interrupts the processor until it ends. */
  void abandon();

  /** As {@link #abandon()}, for an instance that is not wanted any more at all. */
  void stop();
}
