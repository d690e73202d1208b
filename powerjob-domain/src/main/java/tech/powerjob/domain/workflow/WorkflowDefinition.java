package tech.powerjob.domain.workflow;

import java.util.Objects;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.model.WorkflowOptions;

/**
 * One version of a workflow, as runs need it.
 *
 * @param version grows with each change of the graph or of what else is kept here except status
 * @param status of the workflow now, not of the version
 * @param maxInstances how many runs may be under way at once; 0 or less for no limit
 * @param options what it asks for beyond PowerJob's fields, never {@code null}; not to be changed
 */
public record WorkflowDefinition(
    long workflowId,
    int version,
    long appId,
    String name,
    SwitchableStatus status,
    int maxInstances,
    WorkflowOptions options,
    WorkflowGraph graph) {
  public WorkflowDefinition {
    Objects.requireNonNull(status, "status");
    options = options == null ? new WorkflowOptions() : options;
  }
}
