package tech.powerjob.benchmarks;

import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;

/** Does nothing, on every worker. Thread-safe. */
public final class EverywhereTask implements BroadcastProcessor {
  @Override
  public ProcessResult process(TaskContext context) {
    return new ProcessResult(true, "done");
  }
}
