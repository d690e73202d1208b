package tech.powerjob.worker.core.processor.sdk;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.exception.PowerJobCheckedException;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/** Code that splits an instance into tasks, which all workers share among them. */
public interface MapProcessor extends BasicProcessor {
  /** For the lines of implementing classes; theirs by inheritance. */
  Logger log = LoggerFactory.getLogger(MapProcessor.class);

  /** So many elements in one call are a good number. */
  int RECOMMEND_BATCH_SIZE = 200;

  /** Again, because application servers ask a listener interface for its own methods only. */
  @Override
  ProcessResult process(TaskContext context) throws Exception;

  /**
   * Makes a task of each element. When it returns, the tasks are safe: they run even if this worker
   * dies. Elements travel as JSON, so their classes need what Jackson needs: a constructor without
   * arguments, and fields or properties. To be called by the thread that runs the processor.
   *
   * @param taskList elements; an empty list is nothing to do
   * @param taskName what tasks of this kind are called
   * @throws PowerJobCheckedException if they could not be handed over; none of them will run then
   */
  default void map(List<?> taskList, String taskName) throws PowerJobCheckedException {
    if (taskList == null || taskList.isEmpty()) {
      return;
    }
    CurrentTask.find()
        .orElseThrow(
            () ->
                new PowerJobCheckedException(
                    "map is for tasks of MAP and MAP_REDUCE jobs, and for the thread that runs"
                        + " them: map failed for task: "
                        + taskName))
        .map(taskList, taskName);
  }

  /** Whether the running task is the first of its instance, the one that is to split the work. */
  default boolean isRootTask() {
    return CurrentTask.find().map(CurrentTask.Handle::isRoot).orElse(false);
  }
}
