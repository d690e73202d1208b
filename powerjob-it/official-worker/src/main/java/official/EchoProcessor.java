package official;

import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Says what it was given. */
public class EchoProcessor implements BasicProcessor {
  @Override
  public ProcessResult process(TaskContext context) {
    Runs.note("echo", context.getInstanceId());
    context
        .getOmsLogger()
        .info("echo of {} and {}", context.getJobParams(), context.getInstanceParams());
    return new ProcessResult(true, context.getJobParams() + "/" + context.getInstanceParams());
  }
}
