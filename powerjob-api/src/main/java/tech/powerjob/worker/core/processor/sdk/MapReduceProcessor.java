package tech.powerjob.worker.core.processor.sdk;

import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;

/** Code that splits an instance into tasks and makes one outcome of theirs. */
public interface MapReduceProcessor extends MapProcessor {
  /** Again, because application servers ask a listener interface for its own methods only. */
  @Override
  ProcessResult process(TaskContext context) throws Exception;

  /**
   * Runs once when all tasks have ended; its outcome is that of the instance. The list holds the
   * results of all tasks at once: with very many of them {@link StreamReduceProcessor} needs less
   * memory.
   *
   * @param taskResults of every task, the first among them
   */
  ProcessResult reduce(TaskContext context, List<TaskResult> taskResults);
}
