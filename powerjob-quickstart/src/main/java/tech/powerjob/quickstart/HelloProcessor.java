package tech.powerjob.quickstart;

import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Greets whom its parameters name. */
public class HelloProcessor implements BasicProcessor {
  @Override
  public ProcessResult process(TaskContext context) {
    var parameters = context.getInstanceParams();
    var name = parameters == null || parameters.isBlank() ? context.getJobParams() : parameters;
    var log = context.getOmsLogger();
    log.info("Hello, {}!", name);
    log.info("I am instance {} of job {}.", context.getInstanceId(), context.getJobId());
    return new ProcessResult(true, "greeted " + name);
  }
}
