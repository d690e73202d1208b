package com.acme.jobs;

import java.util.Arrays;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.MapProcessor;

/** A map job over plain texts. */
public class SplitJob implements MapProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    if (isRootTask()) {
      map(Arrays.asList("a", "b", "c"), "LETTER");
      return new ProcessResult(true);
    }
    return new ProcessResult(true, String.valueOf(context.getSubTask()));
  }
}
