package official;

import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;

/** Runs on every worker. */
public class EverywhereProcessor implements BroadcastProcessor {
  @Override
  public ProcessResult preProcess(TaskContext context) throws Exception {
    Runs.linger();
    return BroadcastProcessor.super.preProcess(context);
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    Runs.linger();
    Runs.note("everywhere", context.getInstanceId());
    return new ProcessResult(true, "here");
  }

  @Override
  public ProcessResult postProcess(TaskContext context, List<TaskResult> results) throws Exception {
    Runs.linger();
    return BroadcastProcessor.super.postProcess(context, results);
  }
}
