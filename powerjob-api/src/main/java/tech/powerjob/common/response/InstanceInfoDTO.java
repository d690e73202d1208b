package tech.powerjob.common.response;

import java.util.Date;

/** One instance of a job as the OpenAPI shows it. Times are epoch milliseconds. */
public class InstanceInfoDTO {
  private Long jobId;
  private Long appId;
  private Long instanceId;
  private Long wfInstanceId;
  private String jobParams;
  private String instanceParams;
  private int status;
  private Integer type;
  private String result;
  private Long expectedTriggerTime;
  private Long actualTriggerTime;
  private Long finishedTime;
  private String taskTrackerAddress;
  private Long runningTimes;
  private String outerKey;
  private String extendValue;
  private Date gmtCreate;
  private Date gmtModified;

  public Long getJobId() {
    return jobId;
  }

  public void setJobId(Long jobId) {
    this.jobId = jobId;
  }

  public Long getAppId() {
    return appId;
  }

  public void setAppId(Long appId) {
    this.appId = appId;
  }

  public Long getInstanceId() {
    return instanceId;
  }

  public void setInstanceId(Long instanceId) {
    this.instanceId = instanceId;
  }

  public Long getWfInstanceId() {
    return wfInstanceId;
  }

  public void setWfInstanceId(Long wfInstanceId) {
    this.wfInstanceId = wfInstanceId;
  }

  public String getJobParams() {
    return jobParams;
  }

  public void setJobParams(String jobParams) {
    this.jobParams = jobParams;
  }

  public String getInstanceParams() {
    return instanceParams;
  }

  public void setInstanceParams(String instanceParams) {
    this.instanceParams = instanceParams;
  }

  public int getStatus() {
    return status;
  }

  public void setStatus(int status) {
    this.status = status;
  }

  public Integer getType() {
    return type;
  }

  public void setType(Integer type) {
    this.type = type;
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

  public String getTaskTrackerAddress() {
    return taskTrackerAddress;
  }

  public void setTaskTrackerAddress(String taskTrackerAddress) {
    this.taskTrackerAddress = taskTrackerAddress;
  }

  public Long getRunningTimes() {
    return runningTimes;
  }

  public void setRunningTimes(Long runningTimes) {
    this.runningTimes = runningTimes;
  }

  public String getOuterKey() {
    return outerKey;
  }

  public void setOuterKey(String outerKey) {
    this.outerKey = outerKey;
  }

  public String getExtendValue() {
    return extendValue;
  }

  public void setExtendValue(String extendValue) {
    this.extendValue = extendValue;
  }

  public Date getGmtCreate() {
    return gmtCreate;
  }

  public void setGmtCreate(Date gmtCreate) {
    this.gmtCreate = gmtCreate;
  }

  public Date getGmtModified() {
    return gmtModified;
  }

  public void setGmtModified(Date gmtModified) {
    this.gmtModified = gmtModified;
  }
}
