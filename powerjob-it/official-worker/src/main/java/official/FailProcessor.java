package official;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Fails the first time that an instance runs in this process, and then succeeds. */
public class FailProcessor implements BasicProcessor {
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();

  @Override
  public ProcessResult process(TaskContext context) {
    Runs.note("fail", context.getInstanceId());
    return seen.add(context.getInstanceId())
        ? new ProcessResult(false, "not yet")
        : new ProcessResult(true, "now");
  }
}
