package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.domain.workflow.GraphRules;
import tech.powerjob.domain.workflow.SavedNode;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.Fingerprint;
import tech.powerjob.server.store.JsonConverters;

/**
 * Workflows saved in one piece with their nodes, by callers who say which version they have seen,
 * so that nobody overwrites what they do not know. Every call is confined to one application and is
 * one transaction: nothing is ever half saved. Thread-safe.
 */
@ApplicationScoped
public class WholeWorkflows {

  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private WorkflowService workflows;
  @Inject private WorkflowNodes nodes;
  @Inject private NodeChecks checks;
  @Inject private RunningServer server;

  /** The workflow is not what the caller has seen. */
  public static final class ChangedException extends PowerJobException {
    private static final long serialVersionUID = 1L;

    ChangedException(long workflowId, String version) {
      super(
          "workflow %d was changed by somebody else; its version is now %s"
              .formatted(workflowId, version));
    }
  }

  /**
   * One workflow.
   *
   * @throws IllegalArgumentException if it is unknown
   * @throws NotYourWorkflowException if it is another application's
   */
  @Transactional
  public WorkflowDocument get(long appId, long workflowId) {
    return document(workflows.require(appId, workflowId));
  }

  /** Workflows as {@link WorkflowService#find}, with their nodes. */
  @Transactional
  public List<WorkflowDocument> find(long appId, WorkflowQuery query, int most) {
    return query.of(entities, appId).setMaxResults(most).getResultList().stream()
        .map(this::document)
        .toList();
  }

  /**
   * Creates a workflow with its nodes, whose ids are all negative.
   *
   * @throws RuntimeException as {@link WorkflowService#save}
   */
  @Transactional
  public WorkflowDocument create(long appId, WorkflowDocument document) {
    return save(appId, null, document);
  }

  /**
   * Replaces a workflow by what is made of its present definition.
   *
   * @param expected whether the caller has seen this version
   * @throws ChangedException if not
   * @throws RuntimeException as {@link WorkflowService#save}
   */
  @Transactional
  public WorkflowDocument change(
      long appId,
      long workflowId,
      Predicate<String> expected,
      UnaryOperator<WorkflowDocument> edit) {
    var before = locked(appId, workflowId, expected);
    return save(appId, workflowId, edit.apply(before));
  }

  /**
   * Enables, disables or deletes a workflow.
   *
   * @param expected whether the caller has seen this version
   * @throws ChangedException if not
   * @throws RuntimeException as {@link WorkflowService#enable}
   */
  @Transactional
  public WorkflowDocument switchTo(
      long appId, long workflowId, SwitchableStatus status, Predicate<String> expected) {
    locked(appId, workflowId, expected);
    switch (status) {
      case ENABLE -> workflows.enable(appId, workflowId);
      case DISABLE -> workflows.disable(appId, workflowId);
      case DELETED -> workflows.delete(appId, workflowId);
    }
    return fresh(appId, workflowId);
  }

  private WorkflowDocument locked(long appId, long workflowId, Predicate<String> expected) {
    // Read with the lock: what was read before it may be old.
    var document = document(workflows.lock(appId, workflowId));
    if (!expected.test(document.version())) {
      throw new ChangedException(workflowId, document.version());
    }
    return document;
  }

  private WorkflowDocument fresh(long appId, long workflowId) {
    entities.flush();
    entities.clear();
    return document(workflows.require(appId, workflowId));
  }

  private WorkflowDocument save(long appId, Long workflowId, WorkflowDocument document) {
    checkNodes(workflowId, document);
    var requests = document.nodes().stream().map(node -> request(appId, node)).toList();
    requests.forEach(WorkflowRules::check);
    document.nodes().stream()
        .map(WorkflowDocument.Node::place)
        .filter(Objects::nonNull)
        .forEach(WorkflowDocument.Place::check);
    var saved = nodes.store(appId, requests, server.engine().now());
    entities.flush();
    var ids = new HashMap<Long, Long>();
    for (int i = 0; i < saved.size(); i++) {
      var node = document.nodes().get(i);
      ids.put(node.nodeId(), saved.get(i).getId());
      if (node.place() != null) {
        saved.get(i).place(node.place().x(), node.place().y());
      }
    }
    var request = request(document, dag(document, ids));
    request.setId(workflowId);
    request.setAppId(appId);
    return fresh(appId, workflows.save(appId, request));
  }

  private void checkNodes(Long workflowId, WorkflowDocument document) {
    if (document.nodes() == null || document.nodes().isEmpty()) {
      throw new PowerJobException("illegal DAG: it has no node");
    }
    if (document.nodes().size() > GraphRules.MOST_NODES) {
      throw new PowerJobException(
          "illegal DAG: it has %d nodes but may have at most %d"
              .formatted(document.nodes().size(), GraphRules.MOST_NODES));
    }
    var seen = new HashMap<Long, WorkflowDocument.Node>();
    for (var node : document.nodes()) {
      if (node == null || node.nodeId() == null || node.nodeId() == 0) {
        throw new PowerJobException("illegal DAG: a node has no nodeId; new ones are negative");
      }
      if (node.type() == null) {
        throw new PowerJobException("nodes.type can't be empty");
      }
      if (seen.put(node.nodeId(), node) != null) {
        throw new PowerJobException(
            "illegal DAG: the node id %d is there twice".formatted(node.nodeId()));
      }
    }
    var old = seen.keySet().stream().filter(id -> id > 0).toList();
    var known = checks.findNodes(old);
    for (var id : old) {
      var node = known.get(id);
      if (node == null || !Objects.equals(node.getWorkflowId(), workflowId)) {
        throw new IllegalArgumentException(
            "nodes.nodeId is %d but must be that of a node of this workflow, or negative for a new"
                    .formatted(id)
                + " one");
      }
    }
  }

  private static SaveWorkflowNodeRequest request(long appId, WorkflowDocument.Node node) {
    var request = new SaveWorkflowNodeRequest();
    request.setId(node.nodeId() > 0 ? node.nodeId() : null);
    request.setAppId(appId);
    request.setType(node.type().getCode());
    request.setJobId(node.jobId());
    request.setNodeName(node.nodeName());
    request.setNodeParams(node.nodeParams());
    request.setEnable(node.enable());
    request.setSkipWhenFailed(node.skipWhenFailed());
    request.setOptions(Objects.requireNonNullElseGet(node.options(), WorkflowNodeOptions::new));
    return request;
  }

  private static PEWorkflowDAG dag(WorkflowDocument document, Map<Long, Long> ids) {
    var edges = new ArrayList<PEWorkflowDAG.Edge>();
    if (document.edges() != null) {
      for (var edge : document.edges()) {
        edges.add(
            new PEWorkflowDAG.Edge(
                end("from", edge == null ? null : edge.from(), ids),
                end("to", edge == null ? null : edge.to(), ids),
                edge == null ? null : edge.property()));
      }
    }
    var nodes =
        document.nodes().stream()
            .map(node -> new PEWorkflowDAG.Node(ids.get(node.nodeId()), node.type().getCode()))
            .toList();
    return new PEWorkflowDAG(nodes, edges);
  }

  private static long end(String field, Long id, Map<Long, Long> ids) {
    var fresh = id == null ? null : ids.get(id);
    if (fresh == null) {
      throw new PowerJobException(
          "illegal DAG: an edge has %s %d, which is no node of it".formatted(field, id));
    }
    return fresh;
  }

  private static SaveWorkflowRequest request(WorkflowDocument document, PEWorkflowDAG dag) {
    var request = new SaveWorkflowRequest();
    request.setWfName(document.wfName());
    request.setWfDescription(document.wfDescription());
    request.setTimeExpressionType(document.timeExpressionType());
    request.setTimeExpression(document.timeExpression());
    request.setMaxWfInstanceNum(document.maxWfInstanceNum());
    request.setEnable(document.enable() == null || document.enable());
    request.setNotifyUserIds(Objects.requireNonNullElse(document.notifyUserIds(), List.<Long>of()));
    request.setLifeCycle(document.lifeCycle());
    request.setOptions(Objects.requireNonNullElseGet(document.options(), WorkflowOptions::new));
    request.setDag(dag);
    return request;
  }

  private WorkflowDocument document(Workflow workflow) {
    var request = WorkflowMapping.request(workflow);
    var found =
        checks.findNodes(
            request.getDag().getNodes().stream().map(PEWorkflowDAG.Node::getNodeId).toList());
    var shown =
        request.getDag().getNodes().stream()
            .map(node -> found.get(node.getNodeId()))
            .filter(Objects::nonNull)
            .map(WholeWorkflows::node)
            .toList();
    var edges =
        request.getDag().getEdges().stream()
            .map(
                edge -> new WorkflowDocument.Edge(edge.getFrom(), edge.getTo(), edge.getProperty()))
            .toList();
    var status = workflow.getStatus().name();
    request.setDag(null);
    return new WorkflowDocument(
        workflow.getId(),
        workflow.getAppId(),
        workflow.getWfName(),
        workflow.getWfDescription(),
        workflow.getTimeExpressionType(),
        workflow.getTimeExpression(),
        workflow.getMaxWfInstanceNum(),
        workflow.isEnabled(),
        request.getNotifyUserIds(),
        workflow.getLifeCycle(),
        workflow.getOptions(),
        shown,
        edges,
        status,
        workflow.getNextTriggerTime(),
        workflow.getGmtCreate().getTime(),
        workflow.getGmtModified().getTime(),
        workflow.getVersion(),
        // Another one when the definition is another one; firing does not change it.
        Fingerprint.version(JsonConverters.write(Arrays.asList(status, request, shown, edges))));
  }

  private static WorkflowDocument.Node node(SavedNode node) {
    return new WorkflowDocument.Node(
        node.getId(),
        WorkflowNodeType.of(node.getType()),
        node.getJobId(),
        node.getNodeName(),
        node.getNodeParams(),
        node.isEnable(),
        node.isSkipWhenFailed(),
        node.getOptions(),
        place(node));
  }

  private static WorkflowDocument.Place place(SavedNode node) {
    return node.getPlaceX() == null || node.getPlaceY() == null
        ? null
        : new WorkflowDocument.Place(node.getPlaceX(), node.getPlaceY());
  }

  /** Where nodes are drawn, by id; those of which nobody has said it are missing. */
  public Map<Long, WorkflowDocument.Place> places(Collection<Long> nodeIds) {
    var places = new HashMap<Long, WorkflowDocument.Place>();
    for (var node : checks.findNodes(nodeIds).values()) {
      if (place(node) != null) {
        places.put(node.getId(), place(node));
      }
    }
    return places;
  }
}
