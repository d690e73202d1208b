package tech.powerjob.common.request.http;

import java.util.List;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.LogConfig;

/**
 * Body of {@code saveJob}: the whole definition of a job. Without an id it creates a job, with an
 * id it replaces one.
 */
public class SaveJobInfoRequest {
  private Long id;
  private String jobName;
  private String jobDescription;
  private Long appId;
  private String jobParams;
  private TimeExpressionType timeExpressionType;
  private String timeExpression;
  private ExecuteType executeType;
  private ProcessorType processorType;
  private String processorInfo;
  private Integer maxInstanceNum = 0;
  private Integer concurrency = 5;
  private Long instanceTimeLimit = 0L;
  private Integer instanceRetryNum = 0;
  private Integer taskRetryNum = 0;
  private double minCpuCores;
  private double minMemorySpace;
  private double minDiskSpace;
  private boolean enable = true;
  private String designatedWorkers;
  private Integer maxWorkerCount = 0;
  private List<Long> notifyUserIds;
  private String extra;
  private DispatchStrategy dispatchStrategy = DispatchStrategy.HEALTH_FIRST;
  private String dispatchStrategyConfig;
  private LifeCycle lifeCycle;
  private AlarmConfig alarmConfig;
  private String tag;
  private LogConfig logConfig;
  private JobAdvancedRuntimeConfig advancedRuntimeConfig;
  private JobOptions options;
  private String idempotencyKey;

  /**
   * Checks that everything is there that must be; the server checks that and more.
   *
   * @throws PowerJobException naming the first field that is missing
   */
  public void valid() {
    require("jobName", jobName);
    require("appId", appId);
    require("processorInfo", processorInfo);
    require("executeType", executeType);
    require("processorType", processorType);
    require("timeExpressionType", timeExpressionType);
  }

  private static void require(String field, Object value) {
    if (value == null || value instanceof String text && text.isEmpty()) {
      throw new PowerJobException(field + " can't be empty");
    }
  }

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

  public TimeExpressionType getTimeExpressionType() {
    return timeExpressionType;
  }

  public void setTimeExpressionType(TimeExpressionType timeExpressionType) {
    this.timeExpressionType = timeExpressionType;
  }

  public String getTimeExpression() {
    return timeExpression;
  }

  public void setTimeExpression(String timeExpression) {
    this.timeExpression = timeExpression;
  }

  public ExecuteType getExecuteType() {
    return executeType;
  }

  public void setExecuteType(ExecuteType executeType) {
    this.executeType = executeType;
  }

  public ProcessorType getProcessorType() {
    return processorType;
  }

  public void setProcessorType(ProcessorType processorType) {
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

  public boolean isEnable() {
    return enable;
  }

  public void setEnable(boolean enable) {
    this.enable = enable;
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

  public List<Long> getNotifyUserIds() {
    return notifyUserIds;
  }

  public void setNotifyUserIds(List<Long> notifyUserIds) {
    this.notifyUserIds = notifyUserIds;
  }

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  public DispatchStrategy getDispatchStrategy() {
    return dispatchStrategy;
  }

  public void setDispatchStrategy(DispatchStrategy dispatchStrategy) {
    this.dispatchStrategy = dispatchStrategy;
  }

  public String getDispatchStrategyConfig() {
    return dispatchStrategyConfig;
  }

  public void setDispatchStrategyConfig(String dispatchStrategyConfig) {
    this.dispatchStrategyConfig = dispatchStrategyConfig;
  }

  public LifeCycle getLifeCycle() {
    return lifeCycle;
  }

  public void setLifeCycle(LifeCycle lifeCycle) {
    this.lifeCycle = lifeCycle;
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
  /** Repeats of a request with the same key make no second job; {@code null} for none. */
  public String getIdempotencyKey() {
    return idempotencyKey;
  }

  public SaveJobInfoRequest setIdempotencyKey(String idempotencyKey) {
    this.idempotencyKey = idempotencyKey;
    return this;
  }

  public JobOptions getOptions() {
    return options;
  }

  public void setOptions(JobOptions options) {
    this.options = options;
  }
}
