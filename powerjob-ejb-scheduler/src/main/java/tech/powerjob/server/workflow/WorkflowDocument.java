package tech.powerjob.server.workflow;

import java.util.List;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.workflow.WorkflowNode;

/**
 * A workflow with all of its nodes, as {@code /api/v1} shows it and takes it. What the server says
 * of it beside its definition is ignored when it is sent. Times are epoch milliseconds.
 *
 * @param timeExpressionType API, CRON or DAILY_TIME_INTERVAL
 * @param maxWfInstanceNum how many runs may go on at once; 0 or less for no limit, {@code null} for
 *     1
 * @param enable {@code null} for true
 * @param notifyUserIds users to be told of failures
 * @param status ENABLE, DISABLE or DELETED
 * @param nextTriggerTime the next due instant; {@code null} if there is none
 * @param graphVersion number of the graph that new runs are pinned to
 * @param version of the definition, as in the header ETag
 */
public record WorkflowDocument(
    Long id,
    Long appId,
    String wfName,
    String wfDescription,
    TimeExpressionType timeExpressionType,
    String timeExpression,
    Integer maxWfInstanceNum,
    Boolean enable,
    List<Long> notifyUserIds,
    LifeCycle lifeCycle,
    WorkflowOptions options,
    List<Node> nodes,
    List<Edge> edges,
    String status,
    Long nextTriggerTime,
    Long created,
    Long modified,
    Integer graphVersion,
    String version) {
  /**
   * A node.
   *
   * @param nodeId negative for a new one, which gets its id when it is saved
   * @param jobId the job of a JOB node, the workflow of a NESTED_WORKFLOW node
   * @param nodeParams parameters of a JOB, which replace the job's own unless blank; the condition
   *     of a DECISION
   * @param enable {@code null} for true; a node that is not is passed through
   * @param skipWhenFailed {@code null} for false; whether the run goes on when the node fails
   * @param place where it is drawn; {@code null} for where it was, or nowhere yet
   */
  public record Node(
      Long nodeId,
      WorkflowNodeType type,
      Long jobId,
      String nodeName,
      String nodeParams,
      Boolean enable,
      Boolean skipWhenFailed,
      WorkflowNodeOptions options,
      Place place) {
    /** A node of a version that was saved, by another id perhaps; versions have no places. */
    static Node of(long nodeId, WorkflowNode node) {
      return new Node(
          nodeId,
          node.type(),
          node.jobId(),
          node.name(),
          node.params(),
          node.enabled(),
          node.skipWhenFailed(),
          node.options(),
          null);
    }
  }

  /**
   * A point of the picture of the graph, from -100000 to 100000 either way.
   *
   * @param x to the right
   * @param y downwards
   */
  public record Place(int x, int y) {
    private static final int FARTHEST = 100_000;

    void check() {
      if (Math.abs((long) x) > FARTHEST || Math.abs((long) y) > FARTHEST) {
        throw new IllegalArgumentException(
            "nodes.place is %d, %d but must be from -%d to %d either way"
                .formatted(x, y, FARTHEST, FARTHEST));
      }
    }
  }

  /**
   * An edge.
   *
   * @param property behind a DECISION {@code true} or {@code false}: the outcome for which this way
   *     is taken
   */
  public record Edge(Long from, Long to, String property) {}
}
