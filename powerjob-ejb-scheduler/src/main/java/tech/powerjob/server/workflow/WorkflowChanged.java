package tech.powerjob.server.workflow;

/** The definition of a workflow is being changed in the current transaction. */
public record WorkflowChanged(long workflowId, long appId) {}
