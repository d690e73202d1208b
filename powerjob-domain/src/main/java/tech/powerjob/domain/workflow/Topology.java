package tech.powerjob.domain.workflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;

/**
 * A graph by index: nodes are numbered as they stand in it, and each knows the edges that come in
 * and go out. Made once for a version of a workflow. Immutable, thread-safe.
 */
public final class Topology {
  private final WorkflowGraph graph;
  private final Map<Long, Integer> indexes;
  private final int[] from;
  private final int[] to;
  private final int[][] in;
  private final int[][] out;

  private Topology(WorkflowGraph graph, Map<Long, Integer> indexes) {
    this.graph = graph;
    this.indexes = indexes;
    int edges = graph.edges().size();
    from = new int[edges];
    to = new int[edges];
    int[] ins = new int[graph.nodes().size()];
    int[] outs = new int[graph.nodes().size()];
    for (int i = 0; i < edges; i++) {
      var edge = graph.edges().get(i);
      from[i] = indexes.get(edge.from());
      to[i] = indexes.get(edge.to());
      outs[from[i]]++;
      ins[to[i]]++;
    }
    in = new int[ins.length][];
    out = new int[outs.length][];
    for (int i = 0; i < ins.length; i++) {
      in[i] = new int[ins[i]];
      out[i] = new int[outs[i]];
    }
    for (int i = edges - 1; i >= 0; i--) {
      out[from[i]][--outs[from[i]]] = i;
      in[to[i]][--ins[to[i]]] = i;
    }
  }

  /**
   * The topology of a graph.
   *
   * @throws IllegalArgumentException if nodes have the same id or an edge leads nowhere; whether it
   *     has cycles is not looked at
   */
  public static Topology of(WorkflowGraph graph) {
    var indexes = new HashMap<Long, Integer>();
    for (var node : graph.nodes()) {
      if (indexes.put(node.nodeId(), indexes.size()) != null) {
        throw new IllegalArgumentException("two nodes have the id " + node.nodeId());
      }
    }
    for (var edge : graph.edges()) {
      for (var end : List.of(edge.from(), edge.to())) {
        if (!indexes.containsKey(end)) {
          throw new IllegalArgumentException(
              "the edge from %d to %d refers to node %d, which is not in the graph"
                  .formatted(edge.from(), edge.to(), end));
        }
      }
    }
    return new Topology(graph, indexes);
  }

  public WorkflowGraph graph() {
    return graph;
  }

  /** How many nodes there are. */
  public int size() {
    return in.length;
  }

  public WorkflowNode node(int index) {
    return graph.nodes().get(index);
  }

  /** The number of a node. */
  public OptionalInt indexOf(long nodeId) {
    var index = indexes.get(nodeId);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  WorkflowEdge edge(int edge) {
    return graph.edges().get(edge);
  }

  /** Edges that lead to a node; not to be changed. */
  int[] in(int node) {
    return in[node];
  }

  /** Edges that lead away from a node; not to be changed. */
  int[] out(int node) {
    return out[node];
  }

  int from(int edge) {
    return from[edge];
  }

  int to(int edge) {
    return to[edge];
  }

  /**
   * Whether an edge may be taken, as far as is known.
   *
   * @param states of all nodes, in order
   */
  public boolean isTaken(int edge, List<NodeState> states) {
    var before = node(from[edge]);
    var state = states.get(from[edge]);
    return switch (state.leftOut()) {
      case NO_WAY -> false;
      case RULE -> Readiness.bearsAnything(node(to[edge]));
      case NOT -> !isOtherOutcome(edge, before, state);
    };
  }

  private boolean isOtherOutcome(int edge, WorkflowNode before, NodeState state) {
    return before.type() == WorkflowNodeType.DECISION
        && state.status() == InstanceStatus.SUCCEED
        && ("true".equals(state.result()) || "false".equals(state.result()))
        && !state.result().equals(edge(edge).property());
  }

  /** A node that lies on a cycle or behind one; empty if the graph has none. */
  OptionalInt onCycle() {
    int[] missing = new int[size()];
    int[] queue = new int[size()];
    int tail = 0;
    for (int node = 0; node < size(); node++) {
      missing[node] = in[node].length;
      if (missing[node] == 0) {
        queue[tail++] = node;
      }
    }
    for (int head = 0; head < tail; head++) {
      for (int edge : out[queue[head]]) {
        if (--missing[to[edge]] == 0) {
          queue[tail++] = to[edge];
        }
      }
    }
    return tail == size() ? OptionalInt.empty() : walkedBack(missing);
  }

  /** Going back from any node that was not reached ends on a cycle. */
  private OptionalInt walkedBack(int[] missing) {
    int node = 0;
    while (missing[node] == 0) {
      node++;
    }
    for (int step = 0; step < size(); step++) {
      for (int edge : in[node]) {
        if (missing[from[edge]] > 0) {
          node = from[edge];
          break;
        }
      }
    }
    return OptionalInt.of(node);
  }
}
