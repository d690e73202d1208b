package tech.powerjob.common.response;

import java.util.Date;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LogConfig;

/** A job as the OpenAPI shows it; enumerations are given by their integer codes. */
public class JobInfoDTO {
  private Long id;
  private String jobName;
  private String jobDescription;
  private Long appId;
  private String jobParams;
  private Integer timeExpressionType;
  private String timeExpression;
  private Integer executeType;
  private Integer processorType;
  private String processorInfo;
  private Integer maxInstanceNum;
  private Integer concurrency;
  private Long instanceTimeLimit;
  private Integer instanceRetryNum;
  private Integer taskRetryNum;
  private Integer status;
  private Long nextTriggerTime;
  private double minCpuCores;
  private double minMemorySpace;
  private double minDiskSpace;
  private String designatedWorkers;
  private Integer maxWorkerCount;
  private String notifyUserIds;
  private Date gmtCreate;
  private Date gmtModified;
  private String extra;
  private Integer dispatchStrategy;
  private String dispatchStrategyConfig;
  private String lifecycle;
  private AlarmConfig alarmConfig;
  private String tag;
  private LogConfig logConfig;
  private JobAdvancedRuntimeConfig advancedRuntimeConfig;
  private JobOptions options;

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public String getJobName() {
    return jobName;
  }

  public void setJobName(String jobName) {
    this.jobName = jobName;
  }

  public String getJobDescription() {
    return jobDescription;
  }

  public void setJobDescription(String jobDescription) {
    this.jobDescription = jobDescription;
  }

  public Long getAppId() {
    return appId;
  }

  public void setAppId(Long appId) {
    this.appId = appId;
  }

  public String getJobParams() {
    return jobParams;
  }

  public void setJobParams(String jobParams) {
    this.jobParams = jobParams;
  }

  public Integer getTimeExpressionType() {
    return timeExpressionType;
  }

  public void setTimeExpressionType(Integer timeExpressionType) {
    this.timeExpressionType = timeExpressionType;
  }

  public String getTimeExpression() {
    return timeExpression;
  }

  public void setTimeExpression(String timeExpression) {
    this.timeExpression = timeExpression;
  }

  public Integer getExecuteType() {
    return executeType;
  }

  public void setExecuteType(Integer executeType) {
    this.executeType = executeType;
  }

  public Integer getProcessorType() {
    return processorType;
  }

  public void setProcessorType(Integer processorType) {
    this.processorType = processorType;
  }

  public String getProcessorInfo() {
    return processorInfo;
  }

  public void setProcessorInfo(String processorInfo) {
    this.processorInfo = processorInfo;
  }

  public Integer getMaxInstanceNum() {
    return maxInstanceNum;
  }

  public void setMaxInstanceNum(Integer maxInstanceNum) {
    this.maxInstanceNum = maxInstanceNum;
  }

  public Integer getConcurrency() {
    return concurrency;
  }

  public void setConcurrency(Integer concurrency) {
    this.concurrency = concurrency;
  }

  public Long getInstanceTimeLimit() {
    return instanceTimeLimit;
  }

  public void setInstanceTimeLimit(Long instanceTimeLimit) {
    this.instanceTimeLimit = instanceTimeLimit;
  }

  public Integer getInstanceRetryNum() {
    return instanceRetryNum;
  }

  public void setInstanceRetryNum(Integer instanceRetryNum) {
    this.instanceRetryNum = instanceRetryNum;
  }

  public Integer getTaskRetryNum() {
    return taskRetryNum;
  }

  public void setTaskRetryNum(Integer taskRetryNum) {
    this.taskRetryNum = taskRetryNum;
  }

  public Integer getStatus() {
    return status;
  }

  public void setStatus(Integer status) {
    this.status = status;
  }

  public Long getNextTriggerTime() {
    return nextTriggerTime;
  }

  public void setNextTriggerTime(Long nextTriggerTime) {
    this.nextTriggerTime = nextTriggerTime;
  }

  public double getMinCpuCores() {
    return minCpuCores;
  }

  public void setMinCpuCores(double minCpuCores) {
    this.minCpuCores = minCpuCores;
  }

  public double getMinMemorySpace() {
    return minMemorySpace;
  }

  public void setMinMemorySpace(double minMemorySpace) {
    this.minMemorySpace = minMemorySpace;
  }

  public double getMinDiskSpace() {
    return minDiskSpace;
  }

  public void setMinDiskSpace(double minDiskSpace) {
    this.minDiskSpace = minDiskSpace;
  }

  public String getDesignatedWorkers() {
    return designatedWorkers;
  }

  public void setDesignatedWorkers(String designatedWorkers) {
    this.designatedWorkers = designatedWorkers;
  }

  public Integer getMaxWorkerCount() {
    return maxWorkerCount;
  }

  public void setMaxWorkerCount(Integer maxWorkerCount) {
    this.maxWorkerCount = maxWorkerCount;
  }

  public String getNotifyUserIds() {
    return notifyUserIds;
  }

  public void setNotifyUserIds(String notifyUserIds) {
    this.notifyUserIds = notifyUserIds;
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

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  public Integer getDispatchStrategy() {
    return dispatchStrategy;
  }

  public void setDispatchStrategy(Integer dispatchStrategy) {
    this.dispatchStrategy = dispatchStrategy;
  }

  public String getDispatchStrategyConfig() {
    return dispatchStrategyConfig;
  }

  public void setDispatchStrategyConfig(String dispatchStrategyConfig) {
    this.dispatchStrategyConfig = dispatchStrategyConfig;
  }

  public String getLifecycle() {
    return lifecycle;
  }

  public void setLifecycle(String lifecycle) {
    this.lifecycle = lifecycle;
  }

  public AlarmConfig getAlarmConfig() {
    return alarmConfig;
  }

  public void setAlarmConfig(AlarmConfig alarmConfig) {
    this.alarmConfig = alarmConfig;
  }

  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  public LogConfig getLogConfig() {
    return logConfig;
  }

  public void setLogConfig(LogConfig logConfig) {
    this.logConfig = logConfig;
  }

  public JobAdvancedRuntimeConfig getAdvancedRuntimeConfig() {
    return advancedRuntimeConfig;
  }

  public void setAdvancedRuntimeConfig(JobAdvancedRuntimeConfig advancedRuntimeConfig) {
    this.advancedRuntimeConfig = advancedRuntimeConfig;
  }

  /** What goes beyond PowerJob's fields; in a request {@code null} keeps what is stored. */
  public JobOptions getOptions() {
    return options;
  }

  public void setOptions(JobOptions options) {
    this.options = options;
  }
}
