package tech.powerjob.common.model;

import java.io.Serializable;
import java.util.List;
import tech.powerjob.common.enums.WorkflowNodeType;

/**
 * The nodes of a workflow and what comes after what. In a request only the ids of the nodes and the
 * edges count; in an answer the nodes hold all that is known of them. Not thread-safe.
 */
public class PEWorkflowDAG implements Serializable {
  private static final long serialVersionUID = 1L;

  private List<Node> nodes;
  private List<Edge> edges;

  public PEWorkflowDAG() {}

  public PEWorkflowDAG(List<Node> nodes, List<Edge> edges) {
    this.nodes = nodes;
    this.edges = edges;
  }

  public List<Node> getNodes() {
    return nodes;
  }

  public void setNodes(List<Node> nodes) {
    this.nodes = nodes;
  }

  public List<Edge> getEdges() {
    return edges;
  }

  public void setEdges(List<Edge> edges) {
    this.edges = edges;
  }

  /** A node: a job, a decision, or another workflow. */
  public static class Node implements Serializable {
    private static final long serialVersionUID = 1L;

    private Long nodeId;
    private Integer nodeType;
    private Long jobId;
    private String nodeName;
    private Long instanceId;
    private String nodeParams;
    private Integer status;
    private String result;
    private Boolean enable;
    private Boolean disableByControlNode;
    private Boolean skipWhenFailed;
    private String startTime;
    private String finishedTime;
    private WorkflowNodeOptions options;

    public Node() {}

    /** A node that is a job. */
    public Node(Long nodeId) {
      this(nodeId, WorkflowNodeType.JOB.getCode());
    }

    /**
     * A node of a type.
     *
     * @param nodeType code of {@link WorkflowNodeType}
     */
    public Node(Long nodeId, Integer nodeType) {
      this.nodeId = nodeId;
      this.nodeType = nodeType;
    }

    public Long getNodeId() {
      return nodeId;
    }

    public Node setNodeId(Long nodeId) {
      this.nodeId = nodeId;
      return this;
    }

    /** Code of {@link WorkflowNodeType}. */
    public Integer getNodeType() {
      return nodeType;
    }

    public Node setNodeType(Integer nodeType) {
      this.nodeType = nodeType;
      return this;
    }

    /** Id of the job, or of the workflow that is nested. */
    public Long getJobId() {
      return jobId;
    }

    public Node setJobId(Long jobId) {
      this.jobId = jobId;
      return this;
    }

    public String getNodeName() {
      return nodeName;
    }

    public Node setNodeName(String nodeName) {
      this.nodeName = nodeName;
      return this;
    }

    /** Id of the instance that runs it, or of the nested workflow's. */
    public Long getInstanceId() {
      return instanceId;
    }

    public Node setInstanceId(Long instanceId) {
      this.instanceId = instanceId;
      return this;
    }

    /** Parameters of the job, or the condition of a decision. */
    public String getNodeParams() {
      return nodeParams;
    }

    public Node setNodeParams(String nodeParams) {
      this.nodeParams = nodeParams;
      return this;
    }

    /** Code of {@link tech.powerjob.common.enums.InstanceStatus}. */
    public Integer getStatus() {
      return status;
    }

    public Node setStatus(Integer status) {
      this.status = status;
      return this;
    }

    public String getResult() {
      return result;
    }

    public Node setResult(String result) {
      this.result = result;
      return this;
    }

    public Boolean getEnable() {
      return enable;
    }

    public Node setEnable(Boolean enable) {
      this.enable = enable;
      return this;
    }

    /** Whether a decision went another way. */
    public Boolean getDisableByControlNode() {
      return disableByControlNode;
    }

    public Node setDisableByControlNode(Boolean disableByControlNode) {
      this.disableByControlNode = disableByControlNode;
      return this;
    }

    /** Whether the workflow goes on when this fails. */
    public Boolean getSkipWhenFailed() {
      return skipWhenFailed;
    }

    public Node setSkipWhenFailed(Boolean skipWhenFailed) {
      this.skipWhenFailed = skipWhenFailed;
      return this;
    }

    /** As {@code yyyy-MM-dd HH:mm:ss}, in the server's zone. */
    public String getStartTime() {
      return startTime;
    }

    public Node setStartTime(String startTime) {
      this.startTime = startTime;
      return this;
    }

    /** As {@link #getStartTime()}. */
    public String getFinishedTime() {
      return finishedTime;
    }

    public Node setFinishedTime(String finishedTime) {
      this.finishedTime = finishedTime;
      return this;
    }

    /** What goes beyond PowerJob's fields. */
    public WorkflowNodeOptions getOptions() {
      return options;
    }

    public Node setOptions(WorkflowNodeOptions options) {
      this.options = options;
      return this;
    }
  }

  /** An edge: what it leads to comes after what it leads from. */
  public static class Edge implements Serializable {
    private static final long serialVersionUID = 1L;

    private Long from;
    private Long to;
    private String property;
    private Boolean enable;

    public Edge() {}

    public Edge(long from, long to) {
      this(from, to, null);
    }

    /**
     * An edge behind a decision.
     *
     * @param property {@code true} or {@code false}: the outcome with which it is taken
     */
    public Edge(long from, long to, String property) {
      this.from = from;
      this.to = to;
      this.property = property;
    }

    public Long getFrom() {
      return from;
    }

    public void setFrom(Long from) {
      this.from = from;
    }

    public Long getTo() {
      return to;
    }

    public void setTo(Long to) {
      this.to = to;
    }

    /** Behind a decision {@code true} or {@code false}, else {@code null}. */
    public String getProperty() {
      return property;
    }

    public void setProperty(String property) {
      this.property = property;
    }

    /** {@code false} once a decision went another way. */
    public Boolean getEnable() {
      return enable;
    }

    public void setEnable(Boolean enable) {
      this.enable = enable;
    }
  }
}
