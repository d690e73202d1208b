package official;

import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Takes as many milliseconds as its parameter says, unless it is stopped. */
public class SlowProcessor implements BasicProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    Runs.note("slow", context.getInstanceId());
    try {
      Thread.sleep(Long.parseLong(context.getJobParams()));
    } catch (InterruptedException e) {
      Runs.note("interrupted", context.getInstanceId());
      throw e;
    }
    Runs.note("slept", context.getInstanceId());
    return new ProcessResult(true, "slept");
  }
}
