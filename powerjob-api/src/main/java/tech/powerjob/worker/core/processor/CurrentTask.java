package tech.powerjob.worker.core.processor;

import java.util.List;
import java.util.Optional;
import tech.powerjob.common.exception.PowerJobCheckedException;

/**
 * The task that a thread is working on: what the SDK's default methods talk to. The worker sets it
 * around each call of a processor; processors do not need it.
 */
public final class CurrentTask {
  /** What a worker offers to the task that runs. */
  public interface Handle {
    /** Whether it is the first task of its instance. */
    boolean isRoot();

    /**
     * Makes further tasks of the instance.
     *
     * @throws PowerJobCheckedException if they could not be handed over; none of them was then
     */
    void map(List<?> subTasks, String taskName) throws PowerJobCheckedException;
  }

  private static final ThreadLocal<Handle> CURRENT = new ThreadLocal<>();

  private CurrentTask() {}

  /** The task of this thread; empty where no task of a distributed instance runs. */
  public static Optional<Handle> find() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** Says what this thread works on from here on; {@code null} for nothing. */
  public static void set(Handle task) {
    if (task == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(task);
    }
  }
}
