package tech.powerjob.domain.workflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.WorkflowNodeOptions.TriggerRule;

/**
 * What must become of a graph if every job ends as foreseen and nothing is cut short, written as
 * the rules read and with no thought of speed: walks through all nodes until nothing changes.
 */
final class NaiveRun {
  private final WorkflowGraph graph;
  private final Map<Long, Boolean> outcomes;
  final Map<Long, InstanceStatus> ends = new HashMap<>();
  private final Map<Long, Boolean> missedRule = new HashMap<>();
  private boolean failing;

  /**
   * @param outcomes whether a job succeeds; a decision says what its script is
   */
  NaiveRun(WorkflowGraph graph, Map<Long, Boolean> outcomes) {
    this.graph = graph;
    this.outcomes = outcomes;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (var node : graph.nodes()) {
        if (!ends.containsKey(node.nodeId())) {
          changed |= tryToEnd(node);
        }
      }
    }
    for (var node : graph.nodes()) {
      failing |= failsTheRun(node);
    }
  }

  /** Whether something happens that makes the run fail. */
  boolean fails() {
    return failing;
  }

  private List<WorkflowEdge> into(WorkflowNode node) {
    return graph.edges().stream().filter(edge -> edge.to() == node.nodeId()).toList();
  }

  private WorkflowNode node(long id) {
    return graph.nodes().stream().filter(each -> each.nodeId() == id).findFirst().orElseThrow();
  }

  private boolean tryToEnd(WorkflowNode node) {
    var into = into(node);
    if (into.stream().anyMatch(edge -> !ends.containsKey(edge.from()))) {
      return false;
    }
    ends.put(node.nodeId(), end(node, into));
    return true;
  }

  private InstanceStatus end(WorkflowNode node, List<WorkflowEdge> into) {
    var live = into.stream().filter(edge -> isLive(edge, node)).toList();
    if (!into.isEmpty() && live.isEmpty()) {
      missedRule.put(
          node.nodeId(), into.stream().anyMatch(edge -> missedRule.containsKey(edge.from())));
      missedRule.values().remove(false);
      return InstanceStatus.CANCELED;
    }
    long good =
        live.stream().filter(edge -> ends.get(edge.from()) == InstanceStatus.SUCCEED).count();
    var rule = node.options().getTriggerRule();
    boolean missed =
        !into.isEmpty()
            && (rule == TriggerRule.ALL_SUCCEEDED && good < live.size()
                || rule == TriggerRule.ANY_SUCCEEDED && good == 0);
    if (missed) {
      missedRule.put(node.nodeId(), true);
      return InstanceStatus.CANCELED;
    }
    boolean succeeds =
        !node.enabled()
            || node.type() != WorkflowNodeType.JOB
            || outcomes.getOrDefault(node.nodeId(), true);
    return succeeds ? InstanceStatus.SUCCEED : InstanceStatus.FAILED;
  }

  private boolean isLive(WorkflowEdge edge, WorkflowNode to) {
    var from = node(edge.from());
    if (missedRule.containsKey(from.nodeId())) {
      return to.options().getTriggerRule() == TriggerRule.ALL_DONE;
    }
    if (ends.get(from.nodeId()) == InstanceStatus.CANCELED) {
      return false;
    }
    return from.type() != WorkflowNodeType.DECISION
        || !from.enabled()
        || from.params().equals(edge.property());
  }

  private boolean failsTheRun(WorkflowNode node) {
    if (ends.get(node.nodeId()) != InstanceStatus.FAILED || node.skipWhenFailed()) {
      return false;
    }
    var out = graph.edges().stream().filter(edge -> edge.from() == node.nodeId()).toList();
    if (out.isEmpty()) {
      return true;
    }
    for (var edge : out) {
      var rule = node(edge.to()).options().getTriggerRule();
      boolean bears = rule == TriggerRule.ALL_DONE || rule == TriggerRule.ANY_SUCCEEDED;
      if (!bears || ends.get(edge.to()) == InstanceStatus.CANCELED) {
        return true;
      }
    }
    return false;
  }
}
