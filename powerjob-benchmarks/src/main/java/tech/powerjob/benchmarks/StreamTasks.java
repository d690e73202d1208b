package tech.powerjob.benchmarks;

import java.util.stream.Stream;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.StreamReduceProcessor;

/** Reduces a stream of the results, which are too many for a list. Thread-safe. */
public final class StreamTasks extends SplitTasks implements StreamReduceProcessor {
  @Override
  public ProcessResult reduce(TaskContext context, Stream<TaskResult> taskResults) {
    long[] counts = new long[2];
    taskResults.forEach(each -> counts[each.isSuccess() ? 0 : 1]++);
    return outcome(counts[0] + counts[1], counts[1]);
  }
}
