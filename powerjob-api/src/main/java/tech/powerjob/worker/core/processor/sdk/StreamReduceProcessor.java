package tech.powerjob.worker.core.processor.sdk;

import java.util.stream.Stream;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;

/**
 * As {@link MapReduceProcessor}, for results that are too many to be held in memory together: they
 * come one after the other.
 */
public interface StreamReduceProcessor extends MapProcessor {
  /** Again, because application servers ask a listener interface for its own methods only. */
  @Override
  ProcessResult process(TaskContext context) throws Exception;

  /**
   * Runs once when all tasks have ended; its outcome is that of the instance.
   *
   * @param taskResults of every task, the first among them, in no particular order; can be read
   *     once, and only before this method returns
   */
  ProcessResult reduce(TaskContext context, Stream<TaskResult> taskResults) throws Exception;
}
