package tech.powerjob.common.response;

import java.util.Date;

/** One run of a workflow as the OpenAPI shows it. Times are epoch milliseconds. */
public class WorkflowInstanceInfoDTO {
  private Long id;
  private Long appId;
  private Long wfInstanceId;
  private Long workflowId;
  private Integer status;
  private String wfInitParams;
  private String wfContext;
  private String dag;
  private String result;
  private Long expectedTriggerTime;
  private Long actualTriggerTime;
  private Long finishedTime;
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

  public Long getWfInstanceId() {
    return wfInstanceId;
  }

  public void setWfInstanceId(Long wfInstanceId) {
    this.wfInstanceId = wfInstanceId;
  }

  public Long getWorkflowId() {
    return workflowId;
  }

  public void setWorkflowId(Long workflowId) {
    this.workflowId = workflowId;
  }

  /** Code of {@link tech.powerjob.common.enums.WorkflowInstanceStatus}. */
  public Integer getStatus() {
    return status;
  }

  public void setStatus(Integer status) {
    this.status = status;
  }

  public String getWfInitParams() {
    return wfInitParams;
  }

  public void setWfInitParams(String wfInitParams) {
    this.wfInitParams = wfInitParams;
  }

  /** JSON object whose values are texts. */
  public String getWfContext() {
    return wfContext;
  }

  public void setWfContext(String wfContext) {
    this.wfContext = wfContext;
  }

  /** JSON text of a {@link tech.powerjob.common.model.PEWorkflowDAG}. */
  public String getDag() {
    return dag;
  }

  public void setDag(String dag) {
    this.dag = dag;
  }

  public String getResult() {
    return result;
  }

  public void setResult(String result) {
    this.result = result;
  }

  public Long getExpectedTriggerTime() {
    return expectedTriggerTime;
  }

  public void setExpectedTriggerTime(Long expectedTriggerTime) {
    this.expectedTriggerTime = expectedTriggerTime;
  }

  public Long getActualTriggerTime() {
    return actualTriggerTime;
  }

  public void setActualTriggerTime(Long actualTriggerTime) {
    this.actualTriggerTime = actualTriggerTime;
  }

  public Long getFinishedTime() {
    return finishedTime;
  }

  public void setFinishedTime(Long finishedTime) {
    this.finishedTime = finishedTime;
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
