package tech.powerjob.web.page.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.server.workflow.WorkflowDocument.Place;
import tech.powerjob.server.workflow.run.RunView;

/**
 * A run's graph for the page's script. Ids of instances are texts, since they are larger than what
 * JavaScript's numbers hold; times are epoch milliseconds.
 *
 * @param operable whether the viewer may act on the run
 * @param ended whether the run has ended
 */
record RunGraph(boolean operable, boolean ended, List<Node> nodes, List<Edge> edges) {
  /**
   * A node.
   *
   * @param status code of the instance status
   * @param elements of a fan-out: how many there are, have ended, and have failed; else {@code
   *     null}
   * @param place where people have put it in the editor; {@code null} if nowhere
   * @param wakeAt when time by itself changes something
   */
  record Node(
      long nodeId,
      String type,
      Long jobId,
      String nodeName,
      String nodeParams,
      boolean enable,
      boolean leftOut,
      boolean skipWhenFailed,
      int status,
      String runId,
      String result,
      Long started,
      Long finished,
      Long wakeAt,
      int attempt,
      List<Integer> elements,
      WorkflowNodeOptions options,
      Place place) {}

  /** An edge; not enabled once it is known that the way is not taken. */
  record Edge(long from, long to, String property, boolean enabled) {}

  /**
   * The graph as a viewer is to see it.
   *
   * @param places where people have put nodes
   * @param wording says results in the viewer's language
   */
  static RunGraph of(
      RunView view, boolean operable, Map<Long, Place> places, UnaryOperator<String> wording) {
    return new RunGraph(
        operable,
        view.run().isFinished(),
        view.nodes().stream().map(node -> node(node, places, wording)).toList(),
        view.edges().stream()
            .map(
                each ->
                    new Edge(
                        each.edge().from(),
                        each.edge().to(),
                        each.edge().property(),
                        each.enabled()))
            .toList());
  }

  private static Node node(
      RunView.NodeView view, Map<Long, Place> places, UnaryOperator<String> wording) {
    var node = view.node();
    var state = view.state();
    return new Node(
        node.nodeId(),
        node.type().name(),
        node.jobId(),
        node.name(),
        view.params() == null ? node.params() : view.params(),
        node.enabled(),
        view.disabledByControlNode(),
        node.skipWhenFailed(),
        state.status().getV(),
        state.runId() == null ? null : String.valueOf(state.runId()),
        wording.apply(view.result()),
        millis(state.started()),
        millis(state.finished()),
        millis(state.wakeAt()),
        state.attempt(),
        state.elements().isEmpty() ? null : elements(view),
        node.options(),
        places.get(node.nodeId()));
  }

  private static List<Integer> elements(RunView.NodeView view) {
    var elements = view.state().elements();
    return List.of(
        elements.size(),
        (int) elements.stream().filter(each -> each.status().getV() >= 4).count(),
        (int) elements.stream().filter(each -> each.status().getV() == 4).count());
  }

  private static Long millis(Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }
}
