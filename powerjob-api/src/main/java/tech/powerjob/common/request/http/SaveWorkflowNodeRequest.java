package tech.powerjob.common.request.http;

import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.WorkflowNodeOptions;

/**
 * One node in the body of {@code addWorkflowNode}. Without an id it creates a node, with an id it
 * replaces one. Not thread-safe.
 */
public class SaveWorkflowNodeRequest {
  private Long id;
  private Long appId;
  private Integer type;
  private Long jobId;
  private String nodeName;
  private String nodeParams;
  private Boolean enable = true;
  private Boolean skipWhenFailed = false;
  private WorkflowNodeOptions options;

  /**
   * Checks that everything is there that must be; the server checks that and more.
   *
   * @throws PowerJobException naming the first field that is missing
   */
  public void valid() {
    require("appId", appId);
    require("type", type);
    if (type == WorkflowNodeType.JOB.getCode()
        || type == WorkflowNodeType.NESTED_WORKFLOW.getCode()) {
      require("jobId", jobId);
    }
  }

  private static void require(String field, Object value) {
    if (value == null) {
      throw new PowerJobException(field + " can't be empty");
    }
  }

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

  /** Code of {@link WorkflowNodeType}. */
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

  /** Whether the workflow goes on when this fails. */
  public Boolean getSkipWhenFailed() {
    return skipWhenFailed;
  }

  public void setSkipWhenFailed(Boolean skipWhenFailed) {
    this.skipWhenFailed = skipWhenFailed;
  }

  /** What goes beyond PowerJob's fields; {@code null} keeps what is stored. */
  public WorkflowNodeOptions getOptions() {
    return options;
  }

  public void setOptions(WorkflowNodeOptions options) {
    this.options = options;
  }
}
