package tech.powerjob.server.workflow.run;

import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowRun;

/**
 * The end of a run, told once by the server that brought it about, after it was committed.
 *
 * @param run as it ended
 * @param definition the version that it ran
 */
public record RunEnded(WorkflowRun run, WorkflowDefinition definition) {}
