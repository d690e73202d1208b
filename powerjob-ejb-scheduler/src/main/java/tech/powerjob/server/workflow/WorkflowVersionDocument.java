package tech.powerjob.server.workflow;

import java.util.List;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.workflow.WorkflowDefinition;

/**
 * A version of a workflow, as {@code /api/v1} shows it: what runs that are pinned to it go by. When
 * it fires, and whether it does, belongs to no version; neither do the places of its nodes.
 *
 * @param created when it was saved, in epoch milliseconds
 * @param who who saved it
 * @param maxWfInstanceNum how many runs may go on at once; 0 or less for no limit
 */
public record WorkflowVersionDocument(
    long workflowId,
    int version,
    long created,
    String who,
    String wfName,
    int maxWfInstanceNum,
    WorkflowOptions options,
    List<WorkflowDocument.Node> nodes,
    List<WorkflowDocument.Edge> edges) {
  static WorkflowVersionDocument of(
      WorkflowDefinition definition, WorkflowVersions.Version version) {
    return new WorkflowVersionDocument(
        definition.workflowId(),
        definition.version(),
        version.created(),
        version.who(),
        definition.name(),
        definition.maxInstances(),
        definition.options(),
        definition.graph().nodes().stream()
            .map(node -> WorkflowDocument.Node.of(node.nodeId(), node))
            .toList(),
        definition.graph().edges().stream()
            .map(edge -> new WorkflowDocument.Edge(edge.from(), edge.to(), edge.property()))
            .toList());
  }
}
