package tech.powerjob.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.common.response.ResultDTO;

/** Puts a workflow together by names of nodes, and saves it as a client does. Not thread-safe. */
public final class WorkflowDraft {
  private record Way(String from, String to, String property) {}

  private final String name;
  private final Map<String, SaveWorkflowNodeRequest> nodes = new LinkedHashMap<>();
  private final Map<String, Long> ids = new LinkedHashMap<>();
  private final List<Way> ways = new ArrayList<>();
  private WorkflowOptions options;
  private int maxInstances;

  public WorkflowDraft(String name) {
    this.name = name;
  }

  /**
   * A workflow of one job: first, so many at once, last.
   *
   * @param params parameters of each node, by its name
   */
  public static WorkflowDraft diamond(
      String name, long jobId, int middle, UnaryOperator<String> params) {
    var draft = new WorkflowDraft(name);
    var between = IntStream.range(0, middle).mapToObj(i -> "middle" + i).toList();
    Stream.of(List.of("first"), between, List.of("last"))
        .flatMap(List::stream)
        .forEach(
            nodeName ->
                draft.node(
                    nodeName,
                    WorkflowNodeType.JOB,
                    node -> {
                      node.setJobId(jobId);
                      node.setNodeParams(params.apply(nodeName));
                    }));
    between.forEach(nodeName -> draft.path("first", nodeName, "last"));
    return draft;
  }

  /** A node; what is not said is as in a new request. */
  public WorkflowDraft node(
      String nodeName, WorkflowNodeType type, Consumer<SaveWorkflowNodeRequest> more) {
    var node = new SaveWorkflowNodeRequest();
    node.setNodeName(nodeName);
    node.setType(type.getCode());
    more.accept(node);
    nodes.put(nodeName, node);
    return this;
  }

  public WorkflowDraft job(String nodeName, long jobId) {
    return node(nodeName, WorkflowNodeType.JOB, node -> node.setJobId(jobId));
  }

  public WorkflowDraft job(String nodeName, long jobId, WorkflowNodeOptions nodeOptions) {
    return node(
        nodeName,
        WorkflowNodeType.JOB,
        node -> {
          node.setJobId(jobId);
          node.setOptions(nodeOptions);
        });
  }

  /** Ways from each to the next. */
  public WorkflowDraft path(String... names) {
    for (int i = 1; i < names.length; i++) {
      ways.add(new Way(names[i - 1], names[i], null));
    }
    return this;
  }

  /** A way that a decision takes. */
  public WorkflowDraft way(String from, String to, boolean outcome) {
    ways.add(new Way(from, to, Boolean.toString(outcome)));
    return this;
  }

  public WorkflowDraft options(WorkflowOptions value) {
    options = value;
    return this;
  }

  /** How many runs may be under way at once; 0, as it is at first, for any number. */
  public WorkflowDraft atMost(int value) {
    maxInstances = value;
    return this;
  }

  /** Saves it; returns its id. */
  public long save(PowerJobClient client) {
    var stored = require(client.saveWorkflowNode(List.copyOf(nodes.values())));
    int i = 0;
    for (var nodeName : nodes.keySet()) {
      ids.put(nodeName, stored.get(i++).getId());
    }
    var request = new SaveWorkflowRequest();
    request.setWfName(name);
    request.setTimeExpressionType(TimeExpressionType.API);
    request.setMaxWfInstanceNum(maxInstances);
    request.setOptions(options);
    request.setDag(
        new PEWorkflowDAG(
            nodes.keySet().stream()
                .map(each -> new PEWorkflowDAG.Node(ids.get(each), nodes.get(each).getType()))
                .toList(),
            ways.stream()
                .map(
                    way ->
                        new PEWorkflowDAG.Edge(
                            ids.get(way.from()), ids.get(way.to()), way.property()))
                .toList()));
    return require(client.saveWorkflow(request));
  }

  /** The id of a node, once saved. */
  public long id(String nodeName) {
    return ids.get(nodeName);
  }

  private static <T> T require(ResultDTO<T> result) {
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.getMessage());
    }
    return result.getData();
  }
}
