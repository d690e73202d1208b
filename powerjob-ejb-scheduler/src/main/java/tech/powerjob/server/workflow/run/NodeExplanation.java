package tech.powerjob.server.workflow.run;

import java.util.List;
import java.util.Map;

/**
 * Why a node of a run is where it is, for people and for programs. Times are epoch milliseconds;
 * what does not apply is {@code null}.
 *
 * @param wfInstanceId as text, because it is larger than what JavaScript's numbers hold
 * @param reason what the node waits for: NOTHING, RUN_START, PREDECESSORS, RETRY, TIME, APPROVAL,
 *     INSTANCE, NESTED_RUN, ELEMENTS or RUN_ENDED
 * @param summary sentences, the most important first
 * @param waitingFor predecessors that it waits for
 * @param instanceIds job instances or the nested run that it waits for, as text
 * @param until when time by itself changes something
 * @param events decisions in the course of the run that concern the node or the whole run, first
 *     first
 */
public record NodeExplanation(
    String wfInstanceId,
    long nodeId,
    String status,
    String reason,
    List<String> summary,
    List<Predecessor> waitingFor,
    List<String> instanceIds,
    Long until,
    List<Event> events) {
  /** A node that another one waits for. */
  public record Predecessor(long nodeId, String name, String status) {}

  /**
   * A decision.
   *
   * @param nodeId {@code null} if it concerns the whole run
   */
  public record Event(
      Long nodeId, String kind, long time, String detail, Map<String, Object> data) {}
}
