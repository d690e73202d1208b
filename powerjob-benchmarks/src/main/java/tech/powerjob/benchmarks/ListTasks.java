package tech.powerjob.benchmarks;

import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** Reduces a list of all results, as PowerJob's processors do. Thread-safe. */
public final class ListTasks extends SplitTasks implements MapReduceProcessor {
  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
    long succeeded = taskResults.stream().filter(TaskResult::isSuccess).count();
    return outcome(taskResults.size(), taskResults.size() - succeeded);
  }
}
