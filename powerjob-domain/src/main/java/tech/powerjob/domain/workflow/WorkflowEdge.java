package tech.powerjob.domain.workflow;

/**
 * A way from one node to another.
 *
 * @param property after a DECISION: {@code true} or {@code false}, the outcome for which this way
 *     is taken; elsewhere without meaning
 */
public record WorkflowEdge(long from, long to, String property) {}
