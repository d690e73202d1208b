package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.job.UnknownObjectException;

/**
 * What workflows were like before: their versions, what has changed since, and the way back to one.
 * Every call is confined to one application. Thread-safe.
 */
@ApplicationScoped
public class WorkflowHistory {
  @Inject private WorkflowService workflows;
  @Inject private WholeWorkflows whole;
  @Inject private Workflows definitions;
  @Inject private WorkflowVersions versions;

  /** The versions, the newest first; refusals as for {@link WorkflowService#get}. */
  public List<WorkflowVersions.Version> versions(long appId, long workflowId) {
    return workflows.versions(appId, workflowId);
  }

  /**
   * A version.
   *
   * @throws IllegalArgumentException if the workflow or the version is unknown
   * @throws NotYourWorkflowException if it is another application's
   */
  public WorkflowDefinition get(long appId, long workflowId, int version) {
    workflows.require(appId, workflowId);
    return definitions.find(workflowId, version).orElseThrow(() -> unknown(workflowId, version));
  }

  /** A version as callers see it, with who saved it and when; refusals as for {@link #get}. */
  public WorkflowVersionDocument document(long appId, long workflowId, int version) {
    var definition = get(appId, workflowId, version);
    return WorkflowVersionDocument.of(
        definition,
        versions.find(workflowId, version).orElseThrow(() -> unknown(workflowId, version)));
  }

  private static UnknownObjectException unknown(long workflowId, int version) {
    return new UnknownObjectException(
        "workflow %d has no version %d".formatted(workflowId, version));
  }

  /** What has changed since a version; refusals as for {@link #get}. */
  public GraphDifference since(long appId, long workflowId, int version) {
    var present = workflows.require(appId, workflowId).getVersion();
    return GraphDifference.of(
        get(appId, workflowId, version).graph(), get(appId, workflowId, present).graph());
  }

  /**
   * Saves a version's name, graph, options and number of runs at once as the present ones. Nodes
   * that were deleted since are made anew; when it fires and all else stays as it is.
   *
   * @param expected whether the caller has seen this version of the definition
   * @throws WholeWorkflows.ChangedException if not
   * @throws RuntimeException as {@link #get} and {@link WorkflowService#save}
   */
  public WorkflowDocument takeBack(
      long appId, long workflowId, int version, Predicate<String> expected) {
    var past = get(appId, workflowId, version);
    return whole.change(appId, workflowId, expected, now -> merge(now, past));
  }

  static WorkflowDocument merge(WorkflowDocument now, WorkflowDefinition past) {
    var places =
        now.nodes().stream()
            .collect(
                Collectors.toMap(
                    WorkflowDocument.Node::nodeId, node -> node, (first, second) -> first));
    Map<Long, Long> ids = new HashMap<>();
    for (var node : past.graph().nodes()) {
      ids.put(node.nodeId(), places.containsKey(node.nodeId()) ? node.nodeId() : -node.nodeId());
    }
    return new WorkflowDocument(
        now.id(),
        now.appId(),
        past.name(),
        now.wfDescription(),
        now.timeExpressionType(),
        now.timeExpression(),
        past.maxInstances(),
        now.enable(),
        now.notifyUserIds(),
        now.lifeCycle(),
        past.options(),
        past.graph().nodes().stream()
            .map(node -> WorkflowDocument.Node.of(ids.get(node.nodeId()), node))
            .toList(),
        past.graph().edges().stream()
            .map(
                edge ->
                    new WorkflowDocument.Edge(
                        ids.get(edge.from()), ids.get(edge.to()), edge.property()))
            .toList(),
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
