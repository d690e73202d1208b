package tech.powerjob.quickstart;

import java.util.concurrent.atomic.AtomicLong;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Greets whom its parameters name. */
public class HelloProcessor implements BasicProcessor {
  private final AtomicLong greetings = new AtomicLong();

  @Override
  public ProcessResult process(TaskContext context) {
    var parameters = context.getInstanceParams();
    var name = parameters == null || parameters.isBlank() ? context.getJobParams() : parameters;
    var log = context.getOmsLogger();
    log.info("Hello, {}!", name);
    log.info("This worker has now greeted {} times.", greetings.incrementAndGet());
    return new ProcessResult(true, "greeted " + name);
  }
}
