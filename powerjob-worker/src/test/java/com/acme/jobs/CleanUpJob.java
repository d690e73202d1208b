package com.acme.jobs;

import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;

/** A broadcast job. */
public class CleanUpJob implements BroadcastProcessor {
  @Override
  public ProcessResult preProcess(TaskContext context) throws Exception {
    return new ProcessResult(true, "ready");
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    return new ProcessResult(true, "clean");
  }

  @Override
  public ProcessResult postProcess(TaskContext context, List<TaskResult> taskResults)
      throws Exception {
    TaskResult extra = new TaskResult();
    extra.setTaskId("x");
    extra.setSuccess(true);
    extra.setResult("");
    return taskResults.contains(extra)
        ? new ProcessResult(false, "impossible")
        : BroadcastProcessor.defaultResult(taskResults);
  }
}
