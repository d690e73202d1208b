package tech.powerjob.worker.core.processor.sdk;

import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;

/** Code that every worker runs: once before all, once on each worker, once after all. */
public interface BroadcastProcessor extends BasicProcessor {
  /** Again, because application servers ask a listener interface for its own methods only. */
  @Override
  ProcessResult process(TaskContext context) throws Exception;

  /** Runs on one worker before the others begin; if it fails, they do not. */
  default ProcessResult preProcess(TaskContext context) throws Exception {
    return new ProcessResult(true);
  }

  /**
   * Runs on one worker when all have ended; its outcome is that of the instance.
   *
   * @param taskResults of every task, that of {@link #preProcess} among them
   */
  default ProcessResult postProcess(TaskContext context, List<TaskResult> taskResults)
      throws Exception {
    return defaultResult(taskResults);
  }

  /** Success if no task failed, with the numbers of those that succeeded and failed. */
  static ProcessResult defaultResult(List<TaskResult> taskResults) {
    long succeeded = taskResults.stream().filter(TaskResult::isSuccess).count();
    long failed = taskResults.size() - succeeded;
    return new ProcessResult(failed == 0, "succeed:%d, failed:%d".formatted(succeeded, failed));
  }
}
