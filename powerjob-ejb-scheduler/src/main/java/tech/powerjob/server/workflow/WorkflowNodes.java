package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.response.WorkflowNodeInfoDTO;
import tech.powerjob.domain.workflow.GraphRules;
import tech.powerjob.domain.workflow.SavedNode;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.audit.NotYoursException;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.JsonConverters;

/**
 * What users do with the nodes of workflows. Every call is confined to one application and is one
 * transaction: of several nodes all are saved or none. Thread-safe.
 */
@ApplicationScoped
public class WorkflowNodes {
  private static final String SEQUENCE = "workflow_node_info";

  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private NodeChecks checks;
  @Inject private WorkflowVersions versions;
  @Inject private RunningServer server;
  @Inject private AuditLog audit;

  /**
   * Creates nodes, and replaces those that have an id; workflows that use one of these get a new
   * version.
   *
   * @return the nodes as they are now, in the same order
   * @throws PowerJobException if a node lacks something, or what it refers to cannot be used
   * @throws IllegalArgumentException if a field breaks a rule, or a node is unknown or another
   *     application's
   */
  @Transactional
  public List<WorkflowNodeInfoDTO> save(long appId, List<SaveWorkflowNodeRequest> requests) {
    if (requests.size() > GraphRules.MOST_NODES) {
      throw new IllegalArgumentException(
          "the list has %d nodes but may have at most %d"
              .formatted(requests.size(), GraphRules.MOST_NODES));
    }
    for (var request : requests) {
      WorkflowRules.check(request);
      if (request.getAppId() != null && request.getAppId() != appId) {
        throw new PowerJobException("node list must are in the same app");
      }
    }
    var now = server.engine().now();
    var affected = lockWorkflows(appId, requests);
    var saved = store(appId, requests, now);
    entities.flush();
    checks.check(appId, null, saved.stream().map(WorkflowMapping::node).toList());
    affected.forEach(workflow -> renew(workflow, now));
    return saved.stream().map(WorkflowMapping::view).toList();
  }

  /** In the order of their ids, so that two calls cannot wait for each other. */
  private List<Workflow> lockWorkflows(long appId, List<SaveWorkflowNodeRequest> requests) {
    var ids = requests.stream().map(SaveWorkflowNodeRequest::getId).filter(Objects::nonNull);
    var nodes = checks.findNodes(ids.toList());
    var workflowIds = new TreeSet<Long>();
    for (var node : nodes.values()) {
      own(appId, node);
      if (node.getWorkflowId() != null) {
        workflowIds.add(node.getWorkflowId());
      }
    }
    var locked = new ArrayList<Workflow>();
    for (var id : workflowIds) {
      var workflow = entities.find(Workflow.class, id, LockModeType.PESSIMISTIC_WRITE);
      if (workflow != null) {
        entities.refresh(workflow);
        locked.add(workflow);
      }
    }
    return locked;
  }

  private static void own(long appId, SavedNode node) {
    if (node.getAppId() != appId) {
      throw new NotYoursException(
          "node %d is not belong to the app whose appId is %d".formatted(node.getId(), appId));
    }
  }

  /** Stores nodes that have been checked by themselves, in the caller's transaction. */
  List<SavedNode> store(long appId, List<SaveWorkflowNodeRequest> requests, Instant now) {
    var known =
        checks.findNodes(
            requests.stream()
                .map(SaveWorkflowNodeRequest::getId)
                .filter(Objects::nonNull)
                .toList());
    long id = reserve((int) requests.stream().filter(each -> each.getId() == null).count());
    var saved = new ArrayList<SavedNode>(requests.size());
    for (var request : requests) {
      if (request.getId() == null) {
        var node = SavedNode.create(id++, appId, now);
        WorkflowMapping.edit(node, request);
        entities.persist(node);
        audit.changed(
            "workflow.node.create",
            "workflowNode",
            node.getId(),
            appId,
            null,
            WorkflowMapping.request(node));
        saved.add(node);
      } else {
        saved.add(replace(appId, request, known.get(request.getId()), now));
      }
    }
    return saved;
  }

  private SavedNode replace(
      long appId, SaveWorkflowNodeRequest request, SavedNode node, Instant now) {
    if (node == null) {
      throw new UnknownObjectException("can't find node info by id :" + request.getId());
    }
    own(appId, node);
    var before = WorkflowMapping.request(node);
    WorkflowMapping.edit(node, request);
    node.setGmtModified(Date.from(now));
    audit.changed(
        "workflow.node.edit",
        "workflowNode",
        node.getId(),
        appId,
        before,
        WorkflowMapping.request(node));
    return node;
  }

  /** So many ids that nobody else gets; the first of them. */
  private long reserve(int count) {
    if (count == 0) {
      return 0;
    }
    entities
        .createNativeQuery("UPDATE id_sequence SET last_id = last_id + ? WHERE name = ?")
        .setParameter(1, count)
        .setParameter(2, SEQUENCE)
        .executeUpdate();
    var last =
        entities
            .createNativeQuery("SELECT last_id FROM id_sequence WHERE name = ?")
            .setParameter(1, SEQUENCE)
            .getSingleResult();
    return ((Number) last).longValue() - count + 1;
  }

  /** A node of a workflow has changed, so the workflow has. */
  private void renew(Workflow workflow, Instant now) {
    var dag = JsonConverters.read(workflow.getPedag(), PEWorkflowDAG.class);
    var nodes =
        checks.findNodes(dag.getNodes().stream().map(PEWorkflowDAG.Node::getNodeId).toList());
    var graph = WorkflowMapping.graph(dag, nodes);
    GraphRules.check(graph);
    checks.check(workflow.getAppId(), workflow.getId(), graph.nodes());
    workflow.setPedag(WorkflowMapping.shape(graph));
    workflow.setGmtModified(Date.from(now));
    versions.keep(workflow, graph, now);
  }

  /** The application that a node belongs to; empty if there is no such node. */
  public OptionalLong appOf(long nodeId) {
    var node = entities.find(SavedNode.class, nodeId);
    return node == null ? OptionalLong.empty() : OptionalLong.of(node.getAppId());
  }

  /** Copies of nodes, in the same order; in the caller's transaction. */
  List<SavedNode> copy(long appId, Collection<SavedNode> nodes, Instant now) {
    var originals = List.copyOf(nodes);
    var copies = store(appId, originals.stream().map(WorkflowMapping::request).toList(), now);
    for (int i = 0; i < copies.size(); i++) {
      copies.get(i).place(originals.get(i).getPlaceX(), originals.get(i).getPlaceY());
    }
    return copies;
  }
}
