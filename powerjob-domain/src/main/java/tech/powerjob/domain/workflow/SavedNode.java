package tech.powerjob.domain.workflow;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Date;
import tech.powerjob.common.model.WorkflowNodeOptions;

/**
 * A node as it was saved, on its own: a workflow binds it when it is saved with it. Runs do not
 * look at it, they keep to the version of the graph with which they began. Not thread-safe.
 */
@Entity
@Table(name = "workflow_node_info")
public class SavedNode {
  // Assigned, because many are saved at once and share one look at the sequence.
  @Id private Long id;

  @Column(name = "app_id")
  private long appId;

  @Column(name = "workflow_id")
  private Long workflowId;

  private int type;

  @Column(name = "job_id")
  private Long jobId;

  @Column(name = "node_name")
  private String nodeName;

  @Column(name = "node_params")
  private String nodeParams;

  private int enable;

  @Column(name = "skip_when_failed")
  private int skipWhenFailed;

  private String extra;

  private WorkflowNodeOptions options;

  @Column(name = "place_x")
  private Integer placeX;

  @Column(name = "place_y")
  private Integer placeY;

  @Column(name = "gmt_create")
  private Date gmtCreate;

  @Column(name = "gmt_modified")
  private Date gmtModified;

  /** For the persistence provider and for {@link #create}. */
  protected SavedNode() {}

  /** A node that is bound to no workflow, which the caller fills. */
  public static SavedNode create(long id, long appId, Instant now) {
    var node = new SavedNode();
    node.id = id;
    node.appId = appId;
    node.enable = 1;
    node.gmtCreate = Date.from(now);
    node.gmtModified = Date.from(now);
    return node;
  }

  public Long getId() {
    return id;
  }

  public long getAppId() {
    return appId;
  }

  /** The workflow that it is bound to; {@code null} until one is saved that uses it. */
  public Long getWorkflowId() {
    return workflowId;
  }

  public void setWorkflowId(Long workflowId) {
    this.workflowId = workflowId;
  }

  /** Code of {@link tech.powerjob.common.enums.WorkflowNodeType}. */
  public int getType() {
    return type;
  }

  public void setType(int type) {
    this.type = type;
  }

  /** Id of the job, or of the workflow that is nested; {@code null} for other nodes. */
  public Long getJobId() {
    return jobId;
  }

  public void setJobId(Long jobId) {
    this.jobId = jobId;
  }

  public String getNodeName() {
    return nodeName;
  }

  public void setNodeName(String nodeName) {
    this.nodeName = nodeName;
  }

  /** Parameters of the job, or the condition of a decision. */
  public String getNodeParams() {
    return nodeParams;
  }

  public void setNodeParams(String nodeParams) {
    this.nodeParams = nodeParams;
  }

  /** Whether it does anything; one that is not is passed through. */
  public boolean isEnable() {
    return enable != 0;
  }

  public void setEnable(boolean enable) {
    this.enable = enable ? 1 : 0;
  }

  /** Whether the workflow goes on when this fails. */
  public boolean isSkipWhenFailed() {
    return skipWhenFailed != 0;
  }

  public void setSkipWhenFailed(boolean skipWhenFailed) {
    this.skipWhenFailed = skipWhenFailed ? 1 : 0;
  }

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  /** What goes beyond PowerJob's fields; may be {@code null}. */
  public WorkflowNodeOptions getOptions() {
    return options;
  }

  public void setOptions(WorkflowNodeOptions options) {
    this.options = options;
  }

  /** Where people have put it in the picture of the graph; {@code null} as long as nobody has. */
  public Integer getPlaceX() {
    return placeX;
  }

  /** As {@link #getPlaceX}, downwards. */
  public Integer getPlaceY() {
    return placeY;
  }

  /** Says where it is drawn. Runs and versions of the graph know nothing of it. */
  public void place(Integer x, Integer y) {
    placeX = x;
    placeY = y;
  }

  public Date getGmtCreate() {
    return new Date(gmtCreate.getTime());
  }

  public Date getGmtModified() {
    return new Date(gmtModified.getTime());
  }

  public void setGmtModified(Date gmtModified) {
    this.gmtModified = new Date(gmtModified.getTime());
  }
}
