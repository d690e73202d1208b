package tech.powerjob.server.store;

import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowGraph;

/** What {@code workflow_version} holds of a version of a workflow, as JSON. */
public record VersionText(
    String name, int maxInstances, WorkflowOptions options, WorkflowGraph graph) {
  /** The text; equal texts are equal versions. */
  public static String of(
      String name, int maxInstances, WorkflowOptions options, WorkflowGraph graph) {
    return JsonConverters.write(new VersionText(name, maxInstances, options, graph));
  }

  static VersionText read(String text) {
    return JsonConverters.read(text, VersionText.class);
  }

  WorkflowDefinition definition(long workflowId, int version, long appId, SwitchableStatus status) {
    return new WorkflowDefinition(
        workflowId, version, appId, name, status, maxInstances, options, graph);
  }
}
