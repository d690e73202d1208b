package tech.powerjob.domain.workflow;

import java.util.List;

/**
 * What a workflow consists of. Immutable.
 *
 * @see GraphRules what a graph must be like
 */
public record WorkflowGraph(List<WorkflowNode> nodes, List<WorkflowEdge> edges) {
  public WorkflowGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }
}
