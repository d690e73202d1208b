package tech.powerjob.server.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.server.store.JsonConverters;

/**
 * What became of a graph. Nodes are the same if they have the same id; one that was made anew
 * exactly as it had been, because it was taken back, is the same too.
 *
 * @param removed nodes that are no more
 * @param added nodes that were not there
 * @param changed nodes that are different
 * @param removedEdges as they were, by the ids of then
 * @param addedEdges as they are, by the ids of now
 */
public record GraphDifference(
    List<WorkflowNode> removed,
    List<WorkflowNode> added,
    List<Changed> changed,
    List<WorkflowEdge> removedEdges,
    List<WorkflowEdge> addedEdges) {
  /**
   * A node that is different.
   *
   * @param fields names of the fields that are
   */
  public record Changed(WorkflowNode then, WorkflowNode now, List<String> fields) {}

  /** Whether there is none. */
  public boolean isEmpty() {
    return removed.isEmpty()
        && added.isEmpty()
        && changed.isEmpty()
        && removedEdges.isEmpty()
        && addedEdges.isEmpty();
  }

  /** What became of the first graph in the second. */
  public static GraphDifference of(WorkflowGraph then, WorkflowGraph now) {
    var same = same(then, now);
    var removed = then.nodes().stream().filter(node -> !same.containsKey(node.nodeId())).toList();
    var kept = new HashSet<Long>();
    same.values().forEach(node -> kept.add(node.nodeId()));
    var added = now.nodes().stream().filter(node -> !kept.contains(node.nodeId())).toList();
    var changed = new ArrayList<Changed>();
    for (var node : then.nodes()) {
      var other = same.get(node.nodeId());
      var fields = other == null ? List.<String>of() : fields(node, other);
      if (!fields.isEmpty()) {
        changed.add(new Changed(node, other, fields));
      }
    }
    Set<WorkflowEdge> edgesNow = Set.copyOf(now.edges());
    var translated = new HashMap<WorkflowEdge, WorkflowEdge>();
    then.edges().forEach(edge -> translated.put(translate(edge, same), edge));
    return new GraphDifference(
        removed,
        added,
        changed,
        then.edges().stream().filter(edge -> !edgesNow.contains(translate(edge, same))).toList(),
        now.edges().stream().filter(edge -> !translated.containsKey(edge)).toList());
  }

  /** Nodes of now by the ids that they had then. */
  private static Map<Long, WorkflowNode> same(WorkflowGraph then, WorkflowGraph now) {
    var byId = new LinkedHashMap<Long, WorkflowNode>();
    now.nodes().forEach(node -> byId.put(node.nodeId(), node));
    var same = new HashMap<Long, WorkflowNode>();
    for (var node : then.nodes()) {
      var other = byId.remove(node.nodeId());
      if (other != null) {
        same.put(node.nodeId(), other);
      }
    }
    for (var node : then.nodes()) {
      if (!same.containsKey(node.nodeId())) {
        byId.values().stream()
            .filter(other -> fields(node, other).isEmpty())
            .findFirst()
            .ifPresent(
                other -> {
                  byId.remove(other.nodeId());
                  same.put(node.nodeId(), other);
                });
      }
    }
    return same;
  }

  private static WorkflowEdge translate(WorkflowEdge edge, Map<Long, WorkflowNode> same) {
    return new WorkflowEdge(
        translate(edge.from(), same), translate(edge.to(), same), edge.property());
  }

  private static long translate(long nodeId, Map<Long, WorkflowNode> same) {
    // What is no more has no id of now; a negative one is nobody's.
    return same.containsKey(nodeId) ? same.get(nodeId).nodeId() : -nodeId;
  }

  private static List<String> fields(WorkflowNode then, WorkflowNode now) {
    var fields = new ArrayList<String>();
    note(fields, "type", then.type(), now.type());
    note(fields, "jobId", then.jobId(), now.jobId());
    note(fields, "nodeName", then.name(), now.name());
    note(fields, "nodeParams", then.params(), now.params());
    note(fields, "enable", then.enabled(), now.enabled());
    note(fields, "skipWhenFailed", then.skipWhenFailed(), now.skipWhenFailed());
    note(
        fields,
        "options",
        JsonConverters.write(then.options()),
        JsonConverters.write(now.options()));
    return fields;
  }

  private static void note(List<String> fields, String name, Object then, Object now) {
    if (!Objects.equals(then, now)) {
      fields.add(name);
    }
  }
}
