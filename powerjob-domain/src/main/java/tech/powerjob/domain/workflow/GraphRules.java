package tech.powerjob.domain.workflow;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.job.OptionRules;

/**
 * What a workflow's graph must be like to be saved and run, as far as it can be judged without
 * looking at other data. Objections carry PowerJob's texts and name the node. Linear in the size of
 * the graph.
 */
public final class GraphRules {
  /** More nodes than this are refused. */
  public static final int MOST_NODES = 5_000;

  /** More edges than this are refused. */
  public static final int MOST_EDGES = 50_000;

  private static final int MOST_OUTPUTS = 100;
  private static final int MOST_AT_ONCE = 1_000;
  private static final int LONGEST_KEY = 255;
  private static final long YEAR = 31_536_000_000L;

  private GraphRules() {}

  /**
   * Checks the graph and each of its nodes.
   *
   * @throws PowerJobException if the graph is not one that can run
   * @throws IllegalArgumentException if an option breaks a rule
   */
  public static void check(WorkflowGraph graph) {
    var topology = checkShape(graph);
    for (int i = 0; i < topology.size(); i++) {
      checkNode(topology.node(i));
      if (topology.node(i).type() == WorkflowNodeType.DECISION) {
        checkWays(topology, i);
      }
    }
  }

  /**
   * Checks only that the graph has nodes, each with an id of its own, that edges lead from node to
   * node, and that no way leads in a circle.
   *
   * @throws PowerJobException if not
   */
  public static Topology checkShape(WorkflowGraph graph) {
    if (graph == null || graph.nodes().isEmpty()) {
      throw illegal("it has no node");
    }
    if (graph.nodes().size() > MOST_NODES) {
      throw illegal(
          "it has %d nodes but may have at most %d".formatted(graph.nodes().size(), MOST_NODES));
    }
    if (graph.edges().size() > MOST_EDGES) {
      throw illegal(
          "it has %d edges but may have at most %d".formatted(graph.edges().size(), MOST_EDGES));
    }
    Topology topology;
    try {
      topology = Topology.of(graph);
    } catch (IllegalArgumentException e) {
      throw illegal(e.getMessage());
    }
    var onCycle = topology.onCycle();
    if (onCycle.isPresent()) {
      var node = topology.node(onCycle.getAsInt());
      throw illegal(
          "a way leads from node %d (%s) back to itself".formatted(node.nodeId(), node.called()));
    }
    return topology;
  }

  private static PowerJobException illegal(String why) {
    return new PowerJobException("illegal DAG: " + why);
  }

  /**
   * Checks a node by itself.
   *
   * @throws PowerJobException if it lacks what its type needs
   * @throws IllegalArgumentException if an option breaks a rule
   */
  public static void checkNode(WorkflowNode node) {
    switch (node.type()) {
      case JOB, NESTED_WORKFLOW -> {
        if (node.jobId() == null) {
          throw new PowerJobException("jobId can't be empty");
        }
      }
      case DECISION -> {
        if (node.params() == null || node.params().isBlank()) {
          throw new PowerJobException(
              "DecisionNode‘s param must be not null,node name : " + node.name());
        }
      }
      case DELAY, APPROVAL -> {}
    }
    checkOptions(node);
  }

  private static void checkWays(Topology topology, int node) {
    var name = topology.node(node).name();
    int[] ways = topology.out(node);
    if (ways.length != 2) {
      throw new PowerJobException("DecisionNode‘s out-degree must be 2,node name : " + name);
    }
    Set<String> outcomes = new TreeSet<>();
    for (int way : ways) {
      outcomes.add(String.valueOf(topology.edge(way).property()));
    }
    if (!outcomes.equals(Set.of("true", "false"))) {
      throw new PowerJobException(
          "Illegal property of DecisionNode‘s out-degree edge,node name : " + name);
    }
  }

  private static void checkOptions(WorkflowNode node) {
    var options = node.options();
    boolean runs =
        node.type() == WorkflowNodeType.JOB || node.type() == WorkflowNodeType.NESTED_WORKFLOW;
    only(node, runs, "retryNum", options.getRetryNum());
    only(node, runs, "backoff", options.getBackoff());
    only(node, runs, "timeLimit", options.getTimeLimit());
    only(node, runs, "output", options.getOutput());
    only(node, node.type() == WorkflowNodeType.DELAY, "delay", options.getDelay());
    only(node, node.type() == WorkflowNodeType.APPROVAL, "approval", options.getApproval());
    only(node, node.type() == WorkflowNodeType.JOB, "fanOut", options.getFanOut());
    if (node.type() == WorkflowNodeType.DELAY && options.getDelay() == null) {
      throw refused(node, "delay", "must be given for a DELAY node");
    }
    range(node, "retryNum", options.getRetryNum(), 0, 1_000);
    range(node, "timeLimit", options.getTimeLimit(), 1, YEAR);
    range(node, "delay", options.getDelay(), 0, YEAR);
    if (options.getBackoff() != null) {
      try {
        OptionRules.checkBackoff("options.backoff", options.getBackoff());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s: %s".formatted(node.called(), e.getMessage()), e);
      }
    }
    if (options.getApproval() != null) {
      range(node, "approval.deadline", options.getApproval().deadline(), 1, YEAR);
    }
    checkFanOut(node, options.getFanOut());
    checkOutput(node, options);
  }

  private static void checkFanOut(WorkflowNode node, WorkflowNodeOptions.FanOut fanOut) {
    if (fanOut == null) {
      return;
    }
    if (fanOut.itemsKey() == null) {
      throw refused(node, "fanOut.itemsKey", "must be given");
    }
    key(node, "fanOut.itemsKey", fanOut.itemsKey());
    key(node, "fanOut.elementKey", fanOut.elementKey());
    key(node, "fanOut.resultKey", fanOut.resultKey());
    range(node, "fanOut.parallelism", fanOut.parallelism(), 1, MOST_AT_ONCE);
    range(node, "fanOut.toleratedFailures", fanOut.toleratedFailures(), 0, MOST_AT_ONCE);
    if (node.options().getOutput() != null) {
      throw refused(node, "output", "cannot be used with fanOut; use fanOut.resultKey");
    }
  }

  private static void checkOutput(WorkflowNode node, WorkflowNodeOptions options) {
    if (options.getOutput() == null) {
      return;
    }
    range(node, "output", options.getOutput().size(), 0, MOST_OUTPUTS);
    options
        .getOutput()
        .forEach(
            (key, pointer) -> {
              key(node, "output", key);
              if (pointer == null || !(pointer.isEmpty() || pointer.startsWith("/"))) {
                throw refused(
                    node,
                    "output." + key,
                    "is '%s' but a JSON Pointer is empty or begins with /".formatted(pointer));
              }
            });
  }

  private static void key(WorkflowNode node, String field, String key) {
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      throw refused(
          node,
          field,
          "is '%.40s' but a key of the context has 1 to %d characters".formatted(key, LONGEST_KEY));
    }
  }

  private static void only(WorkflowNode node, boolean may, String field, Object value) {
    if (value != null && !may) {
      throw refused(node, field, "cannot be used for a %s node".formatted(node.type()));
    }
  }

  private static void range(WorkflowNode node, String field, Number value, long min, long max) {
    if (value != null && (value.longValue() < min || value.longValue() > max)) {
      throw refused(
          node, field, "is %d but must be from %d to %d".formatted(value.longValue(), min, max));
    }
  }

  private static IllegalArgumentException refused(WorkflowNode node, String field, String rule) {
    return new IllegalArgumentException(
        "options.%s of %s %s".formatted(field, node.called(), rule));
  }

  /**
   * Checks the options of a workflow.
   *
   * @param options {@code null} is fine
   * @throws IllegalArgumentException if one breaks a rule
   */
  public static void checkOptions(WorkflowOptions options) {
    if (options != null && options.getDeadline() != null) {
      long deadline = Objects.requireNonNull(options.getDeadline());
      if (deadline < 1 || deadline > YEAR) {
        throw new IllegalArgumentException(
            "options.deadline is %d but must be from 1 to %d".formatted(deadline, YEAR));
      }
    }
  }
}
