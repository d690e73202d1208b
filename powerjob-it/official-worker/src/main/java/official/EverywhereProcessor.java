package official;

import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;

/** Runs on every worker. */
public class EverywhereProcessor implements BroadcastProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    Thread.sleep(200);
    Runs.note("everywhere", context.getInstanceId());
    return new ProcessResult(true, "here");
  }
}
