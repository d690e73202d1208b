package tech.powerjob.domain.workflow;

import java.util.Objects;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.WorkflowNodeOptions;

/**
 * A node of a workflow's graph.
 *
 * @param nodeId unique in the graph
 * @param jobId the job of a JOB node, the workflow of a NESTED_WORKFLOW node, else {@code null}
 * @param name for people, may be {@code null}
 * @param params a JOB's parameters, which replace the job's own unless blank; a DECISION's script;
 *     else {@code null}
 * @param enabled a node that is not is passed through
 * @param skipWhenFailed whether the run goes on when this node fails
 * @param options what it asks for beyond PowerJob's fields, never {@code null}; not to be changed
 */
public record WorkflowNode(
    long nodeId,
    WorkflowNodeType type,
    Long jobId,
    String name,
    String params,
    boolean enabled,
    boolean skipWhenFailed,
    WorkflowNodeOptions options) {
  public WorkflowNode {
    Objects.requireNonNull(type, "type");
    options = options == null ? new WorkflowNodeOptions() : options;
  }

  /** The node as people know it. */
  String called() {
    return name == null ? "node " + nodeId : name;
  }
}
