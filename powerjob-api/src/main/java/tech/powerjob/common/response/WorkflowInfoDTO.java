package tech.powerjob.common.response;

import java.util.Date;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.model.WorkflowOptions;

/** A workflow as the OpenAPI shows it. Times are epoch milliseconds. */
public class WorkflowInfoDTO {
  private Long id;
  private String wfName;
  private String wfDescription;
  private Long appId;
  private PEWorkflowDAG pEWorkflowDAG;
  private String timeExpressionType;
  private String timeExpression;
  private Integer maxWfInstanceNum;
  private Integer status;
  private Long nextTriggerTime;
  private String notifyUserIds;
  private Boolean enable;
  private LifeCycle lifeCycle;
  private WorkflowOptions options;
  private Date gmtCreate;
  private Date gmtModified;

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public String getWfName() {
    return wfName;
  }

  public void setWfName(String wfName) {
    this.wfName = wfName;
  }

  public String getWfDescription() {
    return wfDescription;
  }

  public void setWfDescription(String wfDescription) {
    this.wfDescription = wfDescription;
  }

  public Long getAppId() {
    return appId;
  }

  public void setAppId(Long appId) {
    this.appId = appId;
  }

  /** Its nodes, with all that is known of them, and edges. */
  public PEWorkflowDAG getPEWorkflowDAG() {
    return pEWorkflowDAG;
  }

  public void setPEWorkflowDAG(PEWorkflowDAG pEWorkflowDAG) {
    this.pEWorkflowDAG = pEWorkflowDAG;
  }

  /** Name of {@link tech.powerjob.common.enums.TimeExpressionType}. */
  public String getTimeExpressionType() {
    return timeExpressionType;
  }

  public void setTimeExpressionType(String timeExpressionType) {
    this.timeExpressionType = timeExpressionType;
  }

  public String getTimeExpression() {
    return timeExpression;
  }

  public void setTimeExpression(String timeExpression) {
    this.timeExpression = timeExpression;
  }

  public Integer getMaxWfInstanceNum() {
    return maxWfInstanceNum;
  }

  public void setMaxWfInstanceNum(Integer maxWfInstanceNum) {
    this.maxWfInstanceNum = maxWfInstanceNum;
  }

  /** Code of {@link tech.powerjob.common.enums.SwitchableStatus}. */
  public Integer getStatus() {
    return status;
  }

  public void setStatus(Integer status) {
    this.status = status;
  }

  /** The next due instant; {@code null} if there is none. */
  public Long getNextTriggerTime() {
    return nextTriggerTime;
  }

  public void setNextTriggerTime(Long nextTriggerTime) {
    this.nextTriggerTime = nextTriggerTime;
  }

  /** The users to be told of failures, such as {@code [1,2]}. */
  public String getNotifyUserIds() {
    return notifyUserIds;
  }

  public void setNotifyUserIds(String notifyUserIds) {
    this.notifyUserIds = notifyUserIds;
  }

  public Boolean getEnable() {
    return enable;
  }

  public void setEnable(Boolean enable) {
    this.enable = enable;
  }

  public LifeCycle getLifeCycle() {
    return lifeCycle;
  }

  public void setLifeCycle(LifeCycle lifeCycle) {
    this.lifeCycle = lifeCycle;
  }

  public WorkflowOptions getOptions() {
    return options;
  }

  public void setOptions(WorkflowOptions options) {
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
