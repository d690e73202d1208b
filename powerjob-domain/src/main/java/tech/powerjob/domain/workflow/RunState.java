package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.List;

/**
 * What changes while a run goes through its graph. Immutable.
 *
 * @param nodes in the order of the graph
 * @param finishBy when the run's time is over, {@code null} for never
 * @param parentNodeId for a nested run: the node of the parent that it stands for, else {@code
 *     null}
 * @param parentEpoch for a nested run: for which beginning of that node
 * @param lastResult result of the node that ended last, {@code null} if it had none
 */
public record RunState(
    List<NodeState> nodes,
    Instant finishBy,
    Long parentNodeId,
    int parentEpoch,
    String lastResult) {
  public RunState {
    nodes = List.copyOf(nodes);
  }
}
