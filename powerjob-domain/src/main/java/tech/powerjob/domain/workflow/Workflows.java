package tech.powerjob.domain.workflow;

import java.util.Optional;

/** Finds workflows. What is found is shared: not to be changed. */
public interface Workflows {
  /** The present version of a workflow, a disabled or deleted one too. */
  Optional<WorkflowDefinition> find(long workflowId);

  /**
   * A version of a workflow. Its graph, limits and options are as they were saved; its status is
   * that of the workflow now, or a little earlier.
   */
  Optional<WorkflowDefinition> find(long workflowId, int version);
}
