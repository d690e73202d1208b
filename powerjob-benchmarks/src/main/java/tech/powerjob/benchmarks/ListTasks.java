package tech.powerjob.benchmarks;

import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** Reduces a list of all results, as PowerJob's processors do. Thread-safe. */
public final class ListTasks extends SplitTasks implements MapReduceProcessor {
  /** Before the span in the result of an instance whose sub-tasks took their time. */
  static final String SPAN_KEY = " span_ms=";

  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
    long succeeded = taskResults.stream().filter(TaskResult::isSuccess).count();
    var counts = outcome(taskResults.size(), taskResults.size() - succeeded);
    long span = spanMillis(taskResults.stream().map(TaskResult::getResult).toList());
    return span == 0
        ? counts
        : new ProcessResult(counts.isSuccess(), counts.getMsg() + SPAN_KEY + span);
  }
}
