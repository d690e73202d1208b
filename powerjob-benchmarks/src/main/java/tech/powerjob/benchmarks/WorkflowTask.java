package tech.powerjob.benchmarks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * Notes when each node of a workflow run began and ended, in epoch nanoseconds of this process's
 * clock, and does nothing else. Thread-safe.
 */
public final class WorkflowTask implements BasicProcessor {
  /**
   * A node of a run.
   *
   * @param name what the node's parameters say
   */
  record Node(long wfInstanceId, String name) {}

  static final Map<Node, Long> BEGUN = new ConcurrentHashMap<>();
  static final Map<Node, Long> ENDED = new ConcurrentHashMap<>();

  @Override
  public ProcessResult process(TaskContext context) {
    var node = new Node(context.getWorkflowContext().getWfInstanceId(), context.getJobParams());
    BEGUN.putIfAbsent(node, System.nanoTime());
    var result = new ProcessResult(true, "done");
    ENDED.putIfAbsent(node, System.nanoTime());
    return result;
  }
}
