package tech.powerjob.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.domain.workflow.NodeState;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.domain.workflow.WorkflowRun;

/** The graph of a failed run in its alarm: where the run stood at each node. */
final class AlarmedGraph {
  private AlarmedGraph() {}

  /**
   * Nodes and edges by PowerJob's names.
   *
   * @param largest size as JSON text
   * @return {@code null} if it is larger
   */
  static Map<String, Object> of(WorkflowGraph graph, WorkflowRun run, int largest) {
    var nodes = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < graph.nodes().size() && i < run.nodes().size(); i++) {
      nodes.add(node(graph.nodes().get(i), run.nodes().get(i)));
    }
    var edges = graph.edges().stream().map(JsonConverters::fields).toList();
    Map<String, Object> all = Map.of("nodes", nodes, "edges", edges);
    return JsonConverters.write(all).length() > largest ? null : all;
  }

  private static Map<String, Object> node(WorkflowNode node, NodeState state) {
    var fields = new LinkedHashMap<String, Object>();
    put(fields, "nodeId", node.nodeId());
    put(fields, "nodeType", node.type().getCode());
    put(fields, "jobId", node.jobId());
    put(fields, "nodeName", node.name());
    put(fields, "instanceId", state.runId());
    put(fields, "status", state.status().getV());
    put(fields, "result", state.result());
    put(fields, "enable", node.enabled() && state.leftOut() == NodeState.LeftOut.NOT);
    put(fields, "skipWhenFailed", node.skipWhenFailed());
    put(fields, "startTime", millis(state.started()));
    put(fields, "finishedTime", millis(state.finished()));
    return fields;
  }

  private static Long millis(Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static void put(Map<String, Object> fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
