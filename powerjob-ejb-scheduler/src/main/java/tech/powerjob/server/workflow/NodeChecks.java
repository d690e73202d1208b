package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.workflow.AppCalls;
import tech.powerjob.domain.workflow.Conditions;
import tech.powerjob.domain.workflow.GraphRules;
import tech.powerjob.domain.workflow.SavedNode;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.domain.workflow.WorkflowNode;

/**
 * Whether what nodes refer to is there and may be used. Objections begin with PowerJob's texts and
 * name the node. Thread-safe; to be called in a transaction.
 */
@ApplicationScoped
public class NodeChecks {
  static final int IDS_PER_QUERY = 500;

  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private AppCalls calls;
  @Inject private Conditions conditions;

  /**
   * Checks nodes of one application.
   *
   * @param workflowId the workflow that they are of; {@code null} if there is none yet
   * @throws PowerJobException if a node lacks something, or what it refers to cannot be used
   * @throws IllegalArgumentException if an option or a condition breaks a rule
   */
  void check(long appId, Long workflowId, Collection<WorkflowNode> nodes) {
    var jobs = find(Job.class, Job::getId, referred(nodes, WorkflowNodeType.JOB));
    var workflows =
        find(Workflow.class, Workflow::getId, referred(nodes, WorkflowNodeType.NESTED_WORKFLOW));
    var nesting = nesting(workflows.keySet());
    var allowed = new HashMap<Long, Boolean>();
    for (var node : nodes) {
      GraphRules.checkNode(node);
      switch (node.type()) {
        case JOB -> checkJob(appId, node, jobs.get(node.jobId()), allowed);
        case NESTED_WORKFLOW ->
            checkNested(appId, workflowId, node, workflows.get(node.jobId()), nesting);
        case DECISION -> checkCondition(node);
        case DELAY, APPROVAL -> {}
      }
    }
  }

  private void checkJob(long appId, WorkflowNode node, Job job, Map<Long, Boolean> allowed) {
    if (job == null) {
      throw refused("Illegal job node,specified job is not exist", node);
    }
    if (job.getAppId() != appId
        && !allowed.computeIfAbsent(job.getAppId(), other -> calls.allow(appId, other))) {
      // Says no more of a foreign job than that it is one.
      throw refused(
          "Illegal job node,specified job belongs to application %d, which does not let application"
                  .formatted(job.getAppId())
              + " %d run its jobs or is not called by it".formatted(appId),
          node);
    }
    if (job.getStatus() == SwitchableStatus.DELETED) {
      throw refused("Illegal job node,specified job has been deleted", node);
    }
  }

  private static void checkNested(
      long appId, Long workflowId, WorkflowNode node, Workflow nested, Set<Long> nesting) {
    if (nested == null || nested.getAppId() != appId) {
      throw refused("Illegal nested workflow node,specified workflow is not exist", node);
    }
    if (nested.getStatus() == SwitchableStatus.DELETED) {
      throw refused("Illegal nested workflow node,specified workflow has been deleted", node);
    }
    if (nested.getId().equals(workflowId)) {
      throw refused("Illegal nested workflow node,Prohibit circular references!", node);
    }
    if (nesting.contains(nested.getId())) {
      throw refused(
          "Illegal nested workflow node,specified workflow must be a simple workflow", node);
    }
  }

  private void checkCondition(WorkflowNode node) {
    try {
      conditions.check(node.params());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + place(node), e);
    }
  }

  private static PowerJobException refused(String text, WorkflowNode node) {
    return new PowerJobException(text + place(node));
  }

  /** Which node an objection is about; the id of one that is not saved yet is negative. */
  static String place(WorkflowNode node) {
    return ",node name : %s%s%s"
        .formatted(
            node.name(),
            node.nodeId() > 0 ? ",node id : " + node.nodeId() : "",
            node.jobId() == null ? "" : ",job id : " + node.jobId());
  }

  private static Set<Long> referred(Collection<WorkflowNode> nodes, WorkflowNodeType type) {
    var ids = new HashSet<Long>();
    nodes.stream()
        .filter(node -> node.type() == type)
        .map(WorkflowNode::jobId)
        .filter(Objects::nonNull)
        .forEach(ids::add);
    return ids;
  }

  /** Those of these workflows that have nested ones themselves. */
  private Set<Long> nesting(Collection<Long> workflowIds) {
    var found = new HashSet<Long>();
    for (var some : chunks(workflowIds)) {
      found.addAll(
          entities
              .createQuery(
                  "SELECT DISTINCT n.workflowId FROM SavedNode n WHERE n.workflowId IN :ids"
                      + " AND n.type = :type",
                  Long.class)
              .setParameter("ids", some)
              .setParameter("type", WorkflowNodeType.NESTED_WORKFLOW.getCode())
              .getResultList());
    }
    return found;
  }

  /** Those of these nodes that exist, by id. */
  Map<Long, SavedNode> findNodes(Collection<Long> ids) {
    return find(SavedNode.class, SavedNode::getId, ids);
  }

  private <T> Map<Long, T> find(Class<T> type, Function<T, Long> id, Collection<Long> ids) {
    var found = new HashMap<Long, T>();
    for (var some : chunks(ids)) {
      entities
          .createQuery(
              "SELECT e FROM %s e WHERE e.id IN :ids".formatted(type.getSimpleName()), type)
          .setParameter("ids", some)
          .getResultList()
          .forEach(each -> found.put(id.apply(each), each));
    }
    return found;
  }

  static List<List<Long>> chunks(Collection<Long> ids) {
    var all = List.copyOf(ids);
    var chunks = new ArrayList<List<Long>>();
    for (int from = 0; from < all.size(); from += IDS_PER_QUERY) {
      chunks.add(all.subList(from, Math.min(all.size(), from + IDS_PER_QUERY)));
    }
    return chunks;
  }
}
