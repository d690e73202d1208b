package tech.powerjob.server.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.common.response.WorkflowNodeInfoDTO;
import tech.powerjob.domain.workflow.SavedNode;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.server.store.JsonConverters;

/** Workflows to and from what travels over HTTP and what runs are made of. */
final class WorkflowMapping {
  private WorkflowMapping() {}

  /** Replaces what a user may edit, but for the graph; absent fields get their default. */
  static void edit(Workflow workflow, SaveWorkflowRequest request) {
    workflow.setWfName(request.getWfName().trim());
    workflow.setWfDescription(request.getWfDescription());
    workflow.setTimeExpressionType(request.getTimeExpressionType());
    // PowerJob's way: what does not fire by time has no expression.
    workflow.setTimeExpression(
        WorkflowRules.isTimed(request.getTimeExpressionType())
            ? request.getTimeExpression()
            : null);
    workflow.setMaxWfInstanceNum(Objects.requireNonNullElse(request.getMaxWfInstanceNum(), 1));
    workflow.setStatus(request.isEnable() ? SwitchableStatus.ENABLE : SwitchableStatus.DISABLE);
    if (request.getNotifyUserIds() != null) {
      workflow.setNotifyUserIds(commaList(request.getNotifyUserIds()));
    }
    workflow.setLifeCycle(request.getLifeCycle());
    if (request.getOptions() != null) {
      workflow.setOptions(request.getOptions());
    }
  }

  /** Replaces what a user may edit of a node. */
  static void edit(SavedNode node, SaveWorkflowNodeRequest request) {
    var type = WorkflowNodeType.of(request.getType());
    boolean refers = type == WorkflowNodeType.JOB || type == WorkflowNodeType.NESTED_WORKFLOW;
    node.setType(type.getCode());
    node.setJobId(refers ? request.getJobId() : null);
    node.setNodeName(request.getNodeName());
    node.setNodeParams(request.getNodeParams());
    node.setEnable(request.getEnable() == null || request.getEnable());
    node.setSkipWhenFailed(Boolean.TRUE.equals(request.getSkipWhenFailed()));
    if (request.getOptions() != null) {
      node.setOptions(request.getOptions());
    }
  }

  /** What would have to be saved to get such a workflow of the same nodes; without its id. */
  static SaveWorkflowRequest request(Workflow workflow) {
    var request = new SaveWorkflowRequest();
    request.setWfName(workflow.getWfName());
    request.setWfDescription(workflow.getWfDescription());
    request.setAppId(workflow.getAppId());
    request.setTimeExpressionType(workflow.getTimeExpressionType());
    request.setTimeExpression(workflow.getTimeExpression());
    request.setMaxWfInstanceNum(workflow.getMaxWfInstanceNum());
    request.setEnable(workflow.isEnabled());
    request.setNotifyUserIds(ids(workflow.getNotifyUserIds()));
    request.setDag(JsonConverters.read(workflow.getPedag(), PEWorkflowDAG.class));
    request.setLifeCycle(workflow.getLifeCycle());
    request.setOptions(workflow.getOptions());
    return request;
  }

  /** What would have to be saved to get such a node; without its id. */
  static SaveWorkflowNodeRequest request(SavedNode node) {
    var request = new SaveWorkflowNodeRequest();
    request.setAppId(node.getAppId());
    request.setType(node.getType());
    request.setJobId(node.getJobId());
    request.setNodeName(node.getNodeName());
    request.setNodeParams(node.getNodeParams());
    request.setEnable(node.isEnable());
    request.setSkipWhenFailed(node.isSkipWhenFailed());
    request.setOptions(node.getOptions());
    return request;
  }

  static WorkflowNodeInfoDTO view(SavedNode node) {
    var view = new WorkflowNodeInfoDTO();
    view.setId(node.getId());
    view.setAppId(node.getAppId());
    view.setWorkflowId(node.getWorkflowId());
    view.setType(node.getType());
    view.setJobId(node.getJobId());
    view.setNodeName(node.getNodeName());
    view.setNodeAlias(node.getNodeName());
    view.setNodeParams(node.getNodeParams());
    view.setEnable(node.isEnable());
    view.setSkipWhenFailed(node.isSkipWhenFailed());
    view.setExtra(node.getExtra());
    view.setOptions(node.getOptions());
    view.setGmtCreate(node.getGmtCreate());
    view.setGmtModified(node.getGmtModified());
    return view;
  }

  /**
   * A workflow with all that is known of its nodes.
   *
   * @param nodes by id; those that are missing show their id only
   */
  static WorkflowView view(Workflow workflow, Map<Long, SavedNode> nodes) {
    var dag = JsonConverters.read(workflow.getPedag(), PEWorkflowDAG.class);
    for (var node : dag.getNodes()) {
      var saved = nodes.get(node.getNodeId());
      if (saved != null) {
        node.setNodeType(saved.getType());
        node.setJobId(saved.getJobId());
        node.setNodeName(saved.getNodeName());
        node.setNodeParams(saved.getNodeParams());
        node.setEnable(saved.isEnable());
        node.setSkipWhenFailed(saved.isSkipWhenFailed());
        node.setOptions(saved.getOptions());
      }
    }
    return new WorkflowView(
        workflow.getId(),
        workflow.getWfName(),
        workflow.getWfDescription(),
        workflow.getAppId(),
        workflow.getTimeExpressionType().name(),
        workflow.getTimeExpression(),
        workflow.getMaxWfInstanceNum(),
        workflow.isEnabled(),
        ids(workflow.getNotifyUserIds()),
        workflow.getLifeCycle(),
        workflow.getGmtCreate(),
        workflow.getGmtModified(),
        dag,
        workflow.getStatus().getV(),
        workflow.getNextTriggerTime(),
        workflow.getVersion(),
        workflow.getOptions());
  }

  /** What is stored of a graph beside its nodes: ids and edges. */
  static String shape(WorkflowGraph graph) {
    return JsonConverters.write(
        new PEWorkflowDAG(
            graph.nodes().stream()
                .map(node -> new PEWorkflowDAG.Node(node.nodeId(), node.type().getCode()))
                .toList(),
            graph.edges().stream()
                .map(edge -> new PEWorkflowDAG.Edge(edge.from(), edge.to(), edge.property()))
                .toList()));
  }

  /** The graph of these nodes with the edges of a request. */
  static WorkflowGraph graph(PEWorkflowDAG dag, Map<Long, SavedNode> nodes) {
    List<PEWorkflowDAG.Edge> edges = dag.getEdges() == null ? List.of() : dag.getEdges();
    return new WorkflowGraph(
        dag.getNodes().stream().map(node -> node(nodes.get(node.getNodeId()))).toList(),
        edges.stream()
            .map(edge -> new WorkflowEdge(edge.getFrom(), edge.getTo(), edge.getProperty()))
            .toList());
  }

  static WorkflowNode node(SavedNode node) {
    return new WorkflowNode(
        node.getId(),
        WorkflowNodeType.of(node.getType()),
        node.getJobId(),
        node.getNodeName(),
        node.getNodeParams(),
        node.isEnable(),
        node.isSkipWhenFailed(),
        node.getOptions());
  }

  static String commaList(List<Long> ids) {
    return ids == null ? null : ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Long> ids(String commaList) {
    return commaList == null || commaList.isBlank()
        ? null
        : Arrays.stream(commaList.split(",")).map(String::trim).map(Long::valueOf).toList();
  }
}
