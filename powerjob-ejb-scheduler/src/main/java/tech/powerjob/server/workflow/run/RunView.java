package tech.powerjob.server.workflow.run;

import java.util.List;
import tech.powerjob.domain.workflow.NodeState;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * A run with its graph, for those who look at it.
 *
 * @param definition the version that it runs
 * @param context the context as JSON object text
 */
public record RunView(
    WorkflowRun run,
    WorkflowDefinition definition,
    String context,
    List<NodeView> nodes,
    List<EdgeView> edges) {
  public RunView {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * A node.
   *
   * @param state where the run stands there; its result is {@code null} for a job's node
   * @param params the node's, or those of the job instance if there is one
   * @param result text of the outcome, wherever it is kept; may be {@code null}
   */
  public record NodeView(WorkflowNode node, NodeState state, String params, String result) {
    /** Whether it takes part: enabled, and not left out because of a decision. */
    public boolean enabled() {
      return node.enabled() && !disabledByControlNode();
    }

    /** Whether a decision, or what it led to, has left it out. */
    public boolean disabledByControlNode() {
      return state.leftOut() != NodeState.LeftOut.NOT;
    }
  }

  /** An edge; not enabled once it is known that the way is not taken. */
  public record EdgeView(WorkflowEdge edge, boolean enabled) {}
}
