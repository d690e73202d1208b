package tech.powerjob.common.response;

import java.util.Date;
import tech.powerjob.common.model.WorkflowNodeOptions;

/** A stored node of a workflow. */
public class WorkflowNodeInfoDTO {
  private Long id;
  private Long appId;
  private Long workflowId;
  private Integer type;
  private Long jobId;
  private String nodeName;
  private String nodeAlias;
  private String nodeParams;
  private Boolean enable;
  private Boolean skipWhenFailed;
  private String extra;
  private WorkflowNodeOptions options;
  private Date gmtCreate;
  private Date gmtModified;

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public Long getAppId() {
    return appId;
  }

  public void setAppId(Long appId) {
    this.appId = appId;
  }

  /** The workflow that it is bound to; {@code null} until one is saved that uses it. */
  public Long getWorkflowId() {
    return workflowId;
  }

  public void setWorkflowId(Long workflowId) {
    this.workflowId = workflowId;
  }

  /** Code of {@link tech.powerjob.common.enums.WorkflowNodeType}. */
  public Integer getType() {
    return type;
  }

  public void setType(Integer type) {
    this.type = type;
  }

  /** Id of the job, or of the workflow that is nested. */
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

  /** Its name, for those who know it by this field. */
  public String getNodeAlias() {
    return nodeAlias;
  }

  public void setNodeAlias(String nodeAlias) {
    this.nodeAlias = nodeAlias;
  }

  /** Parameters of the job, or the condition of a decision. */
  public String getNodeParams() {
    return nodeParams;
  }

  public void setNodeParams(String nodeParams) {
    this.nodeParams = nodeParams;
  }

  public Boolean getEnable() {
    return enable;
  }

  public void setEnable(Boolean enable) {
    this.enable = enable;
  }

  public Boolean getSkipWhenFailed() {
    return skipWhenFailed;
  }

  public void setSkipWhenFailed(Boolean skipWhenFailed) {
    this.skipWhenFailed = skipWhenFailed;
  }

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  public WorkflowNodeOptions getOptions() {
    return options;
  }

  public void setOptions(WorkflowNodeOptions options) {
    this.options = options;
  }

  public Date getGmtCreate() {
    return gmtCreate == null ? null : new Date(gmtCreate.getTime());
  }

  public void setGmtCreate(Date gmtCreate) {
    this.gmtCreate = gmtCreate == null ? null : new Date(gmtCreate.getTime());
  }

  public Date getGmtModified() {
    return gmtModified == null ? null : new Date(gmtModified.getTime());
  }

  public void setGmtModified(Date gmtModified) {
    this.gmtModified = gmtModified == null ? null : new Date(gmtModified.getTime());
  }
}
