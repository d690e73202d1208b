package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.domain.workflow.GraphRules;
import tech.powerjob.domain.workflow.SavedNode;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.server.lifecycle.RunningServer;

/**
 * What users do with workflows. Every call is confined to one application and is one transaction.
 * Thread-safe.
 *
 * <p>A change of a definition takes back what was recorded ahead for instants still to come, and
 * the schedule goes on from now. Runs that have begun keep to the graph that they began with.
 */
@ApplicationScoped
public class WorkflowService {
  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private RunningServer server;
  @Inject private AuditLog audit;
  @Inject private NodeChecks checks;
  @Inject private WorkflowNodes nodes;
  @Inject private WorkflowVersions versions;
  @Inject private WorkflowSchedules schedules;

  /**
   * Creates a workflow of nodes that are stored, or replaces the one whose id the request names.
   *
   * @return id of the workflow
   * @throws PowerJobException if a required field is missing, the graph cannot run, or the workflow
   *     is another application's
   * @throws IllegalArgumentException if a field breaks a rule, or something is unknown
   */
  @Transactional
  public long save(long appId, SaveWorkflowRequest request) {
    WorkflowRules.check(request);
    var now = server.engine().now();
    var workflow =
        request.getId() == null ? Workflow.create(appId, now) : lock(appId, request.getId());
    var before = workflow.getId() == null ? null : WorkflowMapping.request(workflow);
    var used = usable(appId, workflow, request.getDag());
    var graph = WorkflowMapping.graph(request.getDag(), used);
    GraphRules.check(graph);
    checks.check(appId, workflow.getId(), graph.nodes());
    WorkflowMapping.edit(workflow, request);
    workflow.setPedag(WorkflowMapping.shape(graph));
    if (workflow.getId() == null) {
      schedules.begin(workflow, now);
      entities.persist(workflow);
      entities.flush();
      workflow.assignPartition();
      bind(workflow, graph);
      versions.keep(workflow, graph, now);
      var after = WorkflowMapping.request(workflow);
      audit.changed("workflow.create", "workflow", workflow.getId(), appId, null, after);
    } else {
      bind(workflow, graph);
      versions.keep(workflow, graph, now);
      schedules.goOn(workflow, now);
      var after = WorkflowMapping.request(workflow);
      audit.changed("workflow.edit", "workflow", workflow.getId(), appId, before, after);
    }
    return workflow.getId();
  }

  /** The nodes of a graph, each of which this workflow may use. */
  private Map<Long, SavedNode> usable(long appId, Workflow workflow, PEWorkflowDAG dag) {
    var found =
        checks.findNodes(
            dag.getNodes().stream().map(PEWorkflowDAG.Node::getNodeId).collect(Collectors.toSet()));
    for (var node : dag.getNodes()) {
      var saved = found.get(node.getNodeId());
      // One of another application is unknown here.
      if (saved == null || saved.getAppId() != appId) {
        throw new UnknownObjectException("can't find node info by id :" + node.getNodeId());
      }
      if (saved.getWorkflowId() != null && !saved.getWorkflowId().equals(workflow.getId())) {
        throw anothersNode(WorkflowMapping.node(saved).nodeId(), saved.getNodeName());
      }
    }
    return found;
  }

  private static PowerJobException anothersNode(long nodeId, String name) {
    return new PowerJobException(
        "can't use another workflow's node,node name : %s,node id : %d".formatted(name, nodeId));
  }

  /** Makes the nodes of the graph this workflow's, and deletes those that it used before. */
  private void bind(Workflow workflow, WorkflowGraph graph) {
    entities.flush();
    var ids = graph.nodes().stream().map(node -> node.nodeId()).toList();
    int bound = 0;
    for (var some : NodeChecks.chunks(ids)) {
      bound +=
          entities
              .createQuery(
                  "UPDATE SavedNode n SET n.workflowId = :workflow WHERE n.id IN :ids"
                      + " AND (n.workflowId IS NULL OR n.workflowId = :workflow)")
              .setParameter("workflow", workflow.getId())
              .setParameter("ids", some)
              .executeUpdate();
    }
    if (bound != ids.size()) {
      // Somebody has bound one of them in this moment.
      throw new PowerJobException("can't use another workflow's node");
    }
    var kept = Set.copyOf(ids);
    var gone =
        entities
            .createQuery("SELECT n.id FROM SavedNode n WHERE n.workflowId = :workflow", Long.class)
            .setParameter("workflow", workflow.getId())
            .getResultStream()
            .filter(id -> !kept.contains(id))
            .toList();
    for (var some : NodeChecks.chunks(gone)) {
      entities
          .createQuery("DELETE FROM SavedNode n WHERE n.id IN :ids")
          .setParameter("ids", some)
          .executeUpdate();
    }
  }

  /**
   * One workflow with all that is known of its nodes.
   *
   * @throws IllegalArgumentException if it is unknown
   * @throws NotYourWorkflowException if it is another application's
   */
  @Transactional
  public WorkflowView get(long appId, long workflowId) {
    var workflow = require(appId, workflowId);
    return WorkflowMapping.view(workflow, nodesOf(workflow));
  }

  private Map<Long, SavedNode> nodesOf(Workflow workflow) {
    var found = new HashMap<Long, SavedNode>();
    entities
        .createQuery("SELECT n FROM SavedNode n WHERE n.workflowId = :workflow", SavedNode.class)
        .setParameter("workflow", workflow.getId())
        .getResultStream()
        .forEach(node -> found.put(node.getId(), node));
    return found;
  }

  /**
   * Makes another workflow like this one, with copies of its nodes and {@code _COPY} after its
   * name.
   *
   * @return id of the new workflow
   * @throws PowerJobException if the workflow is deleted or another application's
   * @throws IllegalArgumentException if it is unknown, or the new name is too long
   */
  @Transactional
  public long copy(long appId, long workflowId) {
    var workflow = require(appId, workflowId);
    if (workflow.getStatus() == SwitchableStatus.DELETED) {
      throw new PowerJobException("can't copy the workflow which has been deleted!");
    }
    var originals = List.copyOf(nodesOf(workflow).values());
    var copies = nodes.copy(appId, originals, server.engine().now());
    entities.flush();
    var fresh = new HashMap<Long, Long>();
    for (int i = 0; i < originals.size(); i++) {
      fresh.put(originals.get(i).getId(), copies.get(i).getId());
    }
    var request = WorkflowMapping.request(workflow);
    request.setWfName(workflow.getWfName() + "_COPY");
    request.getDag().getNodes().forEach(node -> node.setNodeId(fresh.get(node.getNodeId())));
    for (var edge : request.getDag().getEdges()) {
      edge.setFrom(fresh.get(edge.getFrom()));
      edge.setTo(fresh.get(edge.getTo()));
    }
    return save(appId, request);
  }

  /**
   * Lets the schedule fire, from now on.
   *
   * @throws IllegalArgumentException if the workflow is unknown, or its schedule has ended
   * @throws NotYourWorkflowException if it is another application's
   */
  @Transactional
  public void enable(long appId, long workflowId) {
    setStatus(appId, workflowId, SwitchableStatus.ENABLE);
  }

  /**
   * Stops the schedule. Runs that have begun go on.
   *
   * @throws IllegalArgumentException if the workflow is unknown
   * @throws NotYourWorkflowException if it is another application's
   */
  @Transactional
  public void disable(long appId, long workflowId) {
    setStatus(appId, workflowId, SwitchableStatus.DISABLE);
  }

  /**
   * Marks the workflow as deleted; its runs and the row stay.
   *
   * @throws IllegalArgumentException if the workflow is unknown
   * @throws NotYourWorkflowException if it is another application's
   */
  @Transactional
  public void delete(long appId, long workflowId) {
    setStatus(appId, workflowId, SwitchableStatus.DELETED);
  }

  /** Marks all workflows of an application as deleted. */
  @Transactional
  public void deleteAll(long appId) {
    var living = new WorkflowQuery(Optional.empty(), List.of(), List.of(), Optional.empty(), false);
    living.of(entities, appId).getResultList().forEach(workflow -> delete(appId, workflow.getId()));
  }

  private void setStatus(long appId, long workflowId, SwitchableStatus status) {
    var workflow = lock(appId, workflowId);
    var before = Map.of("status", workflow.getStatus());
    workflow.setStatus(status);
    schedules.goOn(workflow, server.engine().now());
    var action = "workflow." + status.name().toLowerCase(Locale.ROOT).replace("deleted", "delete");
    audit.changed(action, "workflow", workflowId, appId, before, Map.of("status", status));
  }

  /** The application that a workflow belongs to; empty if there is no such workflow. */
  public OptionalLong appOf(long workflowId) {
    var workflow = entities.find(Workflow.class, workflowId);
    return workflow == null ? OptionalLong.empty() : OptionalLong.of(workflow.getAppId());
  }

  /**
   * Workflows of an application that meet all conditions; their nodes show their ids only.
   *
   * @param most at most so many
   */
  @Transactional
  public List<WorkflowView> find(long appId, WorkflowQuery query, int skip, int most) {
    return query
        .of(entities, appId)
        .setFirstResult(skip)
        .setMaxResults(most)
        .getResultStream()
        .map(workflow -> WorkflowMapping.view(workflow, Map.of()))
        .toList();
  }

  /** How many workflows of an application meet all conditions. */
  public long count(long appId, WorkflowQuery query) {
    return query.count(entities, appId);
  }

  /** The names of these workflows, by id; those that are unknown are missing. */
  public Map<Long, String> names(Collection<Long> workflowIds) {
    var names = new HashMap<Long, String>();
    for (var some : NodeChecks.chunks(workflowIds)) {
      entities
          .createQuery("SELECT w.id, w.wfName FROM Workflow w WHERE w.id IN :ids", Object[].class)
          .setParameter("ids", some)
          .getResultStream()
          .forEach(row -> names.put((Long) row[0], (String) row[1]));
    }
    return names;
  }

  /** The versions of a workflow, as {@link WorkflowVersions#of}; refusals as for {@link #get}. */
  @Transactional
  public List<WorkflowVersions.Version> versions(long appId, long workflowId) {
    return versions.of(require(appId, workflowId).getId());
  }

  /**
   * The definition of a workflow.
   *
   * @throws IllegalArgumentException if it is unknown
   * @throws NotYourWorkflowException if it is another application's
   */
  public Workflow require(long appId, long workflowId) {
    return find(appId, workflowId, LockModeType.NONE);
  }

  /** As {@link #require}, and nobody else changes it until the end of the caller's transaction. */
  Workflow lock(long appId, long workflowId) {
    var workflow = find(appId, workflowId, LockModeType.PESSIMISTIC_WRITE);
    entities.refresh(workflow);
    return workflow;
  }

  private Workflow find(long appId, long workflowId, LockModeType lock) {
    var workflow = entities.find(Workflow.class, workflowId, lock);
    if (workflow == null) {
      throw new UnknownObjectException("can't find workflow by id: " + workflowId);
    }
    if (workflow.getAppId() != appId) {
      throw new NotYourWorkflowException();
    }
    return workflow;
  }
}
