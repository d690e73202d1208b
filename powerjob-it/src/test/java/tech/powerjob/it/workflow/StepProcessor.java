package tech.powerjob.it.workflow;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * A step of a workflow that does what its parameters say: {@code fail}, {@code sleep}, {@code put
 * KEY VALUE}, {@code show} its context, {@code flaky}: fails once for each run. Thread-safe.
 */
public final class StepProcessor implements BasicProcessor {
  /** What each run was given, by its workflow run. */
  static final Map<Long, List<String>> SEEN = new ConcurrentHashMap<>();

  private static final Map<Long, Boolean> FLAKED = new ConcurrentHashMap<>();

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    var workflow = context.getWorkflowContext();
    var params = context.getJobParams() == null ? "" : context.getJobParams();
    SEEN.computeIfAbsent(
            context.getWorkflowContext().getWfInstanceId(), id -> new CopyOnWriteArrayList<>())
        .add(params + " " + workflow.fetchWorkflowContext());
    var words = params.split(" ");
    switch (words[0]) {
      case "fail":
        return new ProcessResult(false, "as asked");
      case "sleep":
        Thread.sleep(60_000);
        return new ProcessResult(true, "awake");
      case "put":
        workflow.appendData2WfContext(words[1], words[2]);
        return new ProcessResult(true, "put");
      case "show":
        return new ProcessResult(true, workflow.fetchWorkflowContext().toString());
      case "flaky":
        return FLAKED.put(workflow.getWfInstanceId(), true) == null
            ? new ProcessResult(false, "the first time")
            : new ProcessResult(true, "the second time");
      case "element":
        return new ProcessResult(true, workflow.fetchWorkflowContext().get("element") + "!");
      case "json":
        return new ProcessResult(true, "{\"a\":{\"b\":[7,8]}}");
      default:
        return new ProcessResult(true, "done");
    }
  }
}
