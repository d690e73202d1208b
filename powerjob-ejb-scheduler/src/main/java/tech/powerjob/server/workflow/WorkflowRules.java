package tech.powerjob.server.workflow;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.domain.job.OptionRules;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.workflow.GraphRules;
import tech.powerjob.server.job.JobRules;

/**
 * What a request about a workflow must be like, as far as it can be judged by itself. Objections
 * name the field, the value and the rule.
 */
final class WorkflowRules {
  private static final int TEXT_LIMIT = 255;

  /** Types whose schedule fires; workflows of the others run when they are asked to. */
  private static final Set<TimeExpressionType> TIMED =
      Set.of(TimeExpressionType.CRON, TimeExpressionType.DAILY_TIME_INTERVAL);

  private WorkflowRules() {}

  /**
   * Checks everything but the graph's nodes and the schedule.
   *
   * @throws PowerJobException if a required field is missing
   * @throws IllegalArgumentException if a field breaks a rule
   */
  static void check(SaveWorkflowRequest request) {
    if (request.getWfName() == null || request.getWfName().isBlank()) {
      throw new PowerJobException("workflow name can't be empty");
    }
    if (request.getTimeExpressionType() == null) {
      throw new PowerJobException("timeExpressionType can't be empty");
    }
    JobRules.limit("wfName", request.getWfName(), TEXT_LIMIT);
    JobRules.limit("wfDescription", request.getWfDescription(), TEXT_LIMIT);
    JobRules.limit("timeExpression", request.getTimeExpression(), TEXT_LIMIT);
    if (hasNull(request.getNotifyUserIds())) {
      throw new IllegalArgumentException("notifyUserIds is 'null' but must be ids of users");
    }
    JobRules.limit(
        "notifyUserIds", WorkflowMapping.commaList(request.getNotifyUserIds()), TEXT_LIMIT);
    if (request.getOptions() != null) {
      GraphRules.checkOptions(request.getOptions());
      OptionRules.check(Schedules.Definition.of(request.getOptions()));
    }
    checkShape(request.getDag());
  }

  private static boolean hasNull(List<Long> ids) {
    return ids != null && ids.stream().anyMatch(Objects::isNull);
  }

  /** Whether time makes workflows of a type run. */
  static boolean isTimed(TimeExpressionType type) {
    return TIMED.contains(type);
  }

  private static void checkShape(PEWorkflowDAG dag) {
    if (dag == null || dag.getNodes() == null || dag.getNodes().isEmpty()) {
      throw new PowerJobException("illegal DAG: it has no node");
    }
    if (dag.getNodes().size() > GraphRules.MOST_NODES) {
      throw new PowerJobException(
          "illegal DAG: it has %d nodes but may have at most %d"
              .formatted(dag.getNodes().size(), GraphRules.MOST_NODES));
    }
    for (var node : dag.getNodes()) {
      if (node == null || node.getNodeId() == null) {
        throw new PowerJobException("illegal DAG: a node has no nodeId");
      }
    }
    if (dag.getEdges() == null) {
      return;
    }
    for (var edge : dag.getEdges()) {
      if (edge == null || edge.getFrom() == null || edge.getTo() == null) {
        throw new PowerJobException("illegal DAG: an edge has no from or no to");
      }
    }
  }

  /**
   * Checks a node by itself.
   *
   * @throws PowerJobException if a required field is missing
   * @throws IllegalArgumentException if a field breaks a rule
   */
  static void check(SaveWorkflowNodeRequest request) {
    if (request == null) {
      throw new PowerJobException("node can't be null");
    }
    if (request.getType() == null) {
      throw new PowerJobException("type can't be empty");
    }
    var type = type(request.getType());
    if (request.getJobId() == null
        && (type == WorkflowNodeType.JOB || type == WorkflowNodeType.NESTED_WORKFLOW)) {
      throw new PowerJobException("jobId can't be empty");
    }
    JobRules.limit("nodeName", request.getNodeName(), TEXT_LIMIT);
    JobRules.limit("nodeParams", request.getNodeParams(), JobRules.PARAMS_LIMIT);
  }

  private static WorkflowNodeType type(int code) {
    for (var each : WorkflowNodeType.values()) {
      if (each.getCode() == code) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "type is %d but must be 1 (JOB), 2 (DECISION), 3 (NESTED_WORKFLOW), 11 (DELAY) or 12 (APPROVAL)"
            .formatted(code));
  }
}
