package official;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** Maps as many tasks as its parameter says, and counts them. */
public class CountProcessor implements MapReduceProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    if (isRootTask()) {
      List<String> tasks = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(context.getJobParams()); i++) {
        tasks.add("task" + i);
      }
      map(tasks, "PART");
      return new ProcessResult(true, "mapped");
    }
    Runs.linger();
    Runs.note("part", context.getInstanceId());
    context.getOmsLogger().info("part {}", context.getSubTask());
    return new ProcessResult(true, "done");
  }

  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> results) {
    Runs.linger();
    long done = results.stream().filter(each -> "done".equals(each.getResult())).count();
    return new ProcessResult(true, "counted " + done);
  }
}
