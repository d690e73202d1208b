package tech.powerjob.server.workflow;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.response.WorkflowInstanceInfoDTO;
import tech.powerjob.server.store.JsonConverters;
import tech.powerjob.server.workflow.run.RunView;

/** Runs of workflows in PowerJob's words. */
public final class RunDocuments {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private RunDocuments() {}

  /** A run as the OpenAPI shows it. */
  public static WorkflowInstanceInfoDTO of(RunView view) {
    var run = view.run();
    var document = new WorkflowInstanceInfoDTO();
    document.setId(run.wfInstanceId());
    document.setAppId(run.appId());
    document.setWfInstanceId(run.wfInstanceId());
    document.setWorkflowId(run.workflowId());
    document.setStatus(run.status().getV());
    document.setWfInitParams(run.initParams());
    document.setWfContext(view.context());
    document.setDag(JsonConverters.write(dag(view)));
    document.setResult(run.result());
    document.setExpectedTriggerTime(run.expectedTriggerTime().toEpochMilli());
    document.setActualTriggerTime(run.actualTriggerTime().toEpochMilli());
    document.setFinishedTime(run.finishedTime().map(Instant::toEpochMilli).orElse(null));
    document.setGmtCreate(Date.from(run.created()));
    document.setGmtModified(Date.from(run.modified()));
    return document;
  }

  /** The graph of a run with where it stands at each node; times are in the server's zone. */
  public static PEWorkflowDAG dag(RunView view) {
    return new PEWorkflowDAG(
        view.nodes().stream().map(RunDocuments::node).toList(),
        view.edges().stream().map(RunDocuments::edge).toList());
  }

  private static PEWorkflowDAG.Node node(RunView.NodeView view) {
    var node = view.node();
    var state = view.state();
    return new PEWorkflowDAG.Node(node.nodeId(), node.type().getCode())
        .setJobId(node.jobId())
        .setNodeName(node.name())
        .setInstanceId(state.runId())
        .setNodeParams(view.params())
        .setStatus(state.status().getV())
        .setResult(view.result())
        .setEnable(view.enabled())
        .setDisableByControlNode(view.disabledByControlNode() ? Boolean.TRUE : null)
        .setSkipWhenFailed(node.skipWhenFailed())
        .setStartTime(text(state.started()))
        .setFinishedTime(text(state.finished()));
  }

  private static PEWorkflowDAG.Edge edge(RunView.EdgeView view) {
    var edge = new PEWorkflowDAG.Edge(view.edge().from(), view.edge().to(), view.edge().property());
    edge.setEnable(view.enabled() ? null : Boolean.FALSE);
    return edge;
  }

  private static String text(Instant instant) {
    return instant == null ? null : FORMAT.format(instant.atZone(ZoneId.systemDefault()));
  }
}
