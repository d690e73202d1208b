package com.acme.jobs;

import org.springframework.stereotype.Component;
import tech.powerjob.worker.annotation.PowerJobHandler;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/** Methods as jobs. */
@Component("tinyHandlers")
public class Handlers {
  @PowerJobHandler(name = "clean")
  public ProcessResult clean(TaskContext context) {
    return new ProcessResult(true, "cleaned");
  }

  @PowerJobHandler(name = "count")
  private int count(TaskContext context) {
    return 3;
  }
}
