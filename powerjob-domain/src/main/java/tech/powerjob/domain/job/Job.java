package tech.powerjob.domain.job;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;
import java.time.Instant;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.domain.schedule.ScheduledDefinition;

/**
 * What is to run, when, and where. Definitions are edited by users; only the next trigger time is
 * moved by the scheduler, and that through the ledger and never through this class. Not
 * thread-safe.
 */
@Entity
@Table(name = "job_info")
public class Job extends ScheduledDefinition {
  @Id
  @GeneratedValue(generator = "job_info")
  @TableGenerator(
      name = "job_info",
      table = "id_sequence",
      pkColumnName = "name",
      pkColumnValue = "job_info",
      valueColumnName = "last_id",
      allocationSize = 1)
  private Long id;

  @Column(name = "job_name")
  private String jobName;

  @Column(name = "job_description")
  private String jobDescription;

  @Column(name = "job_params")
  private String jobParams;

  @Column(name = "execute_type")
  private ExecuteType executeType;

  @Column(name = "processor_type")
  private ProcessorType processorType;

  @Column(name = "processor_info")
  private String processorInfo;

  @Column(name = "max_instance_num")
  private int maxInstanceNum;

  private int concurrency;

  @Column(name = "instance_time_limit")
  private long instanceTimeLimit;

  @Column(name = "instance_retry_num")
  private int instanceRetryNum;

  @Column(name = "task_retry_num")
  private int taskRetryNum;

  @Column(name = "min_cpu_cores")
  private double minCpuCores;

  @Column(name = "min_memory_space")
  private double minMemorySpace;

  @Column(name = "min_disk_space")
  private double minDiskSpace;

  @Column(name = "designated_workers")
  private String designatedWorkers;

  @Column(name = "max_worker_count")
  private int maxWorkerCount;

  @Column(name = "dispatch_strategy")
  private DispatchStrategy dispatchStrategy;

  @Column(name = "dispatch_strategy_config")
  private String dispatchStrategyConfig;

  @Column(name = "alarm_config")
  private AlarmConfig alarmConfig;

  private String tag;

  @Column(name = "log_config")
  private LogConfig logConfig;

  @Column(name = "advanced_runtime_config")
  private JobAdvancedRuntimeConfig advancedRuntimeConfig;

  private JobOptions options;

  /** For the persistence provider. */
  protected Job() {}

  private Job(long appId, Instant now) {
    super(appId, now);
  }

  /** A job without an id, enabled, which the caller fills. */
  public static Job create(long appId, Instant now) {
    return new Job(appId, now);
  }

  @Override
  public Long getId() {
    return id;
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

  public String getJobParams() {
    return jobParams;
  }

  public void setJobParams(String jobParams) {
    this.jobParams = jobParams;
  }

  public ExecuteType getExecuteType() {
    return executeType;
  }

  /** Whether one run is spread over several workers. */
  public boolean isDistributed() {
    return executeType != ExecuteType.STANDALONE;
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

  /** How many instances may be with workers at once; 0 for no limit. */
  public int getMaxInstanceNum() {
    return maxInstanceNum;
  }

  public void setMaxInstanceNum(int maxInstanceNum) {
    this.maxInstanceNum = maxInstanceNum;
  }

  public int getConcurrency() {
    return concurrency;
  }

  public void setConcurrency(int concurrency) {
    this.concurrency = concurrency;
  }

  /** Milliseconds after which a run is interrupted; 0 for no limit. */
  public long getInstanceTimeLimit() {
    return instanceTimeLimit;
  }

  public void setInstanceTimeLimit(long instanceTimeLimit) {
    this.instanceTimeLimit = instanceTimeLimit;
  }

  /** How often a failed instance is dispatched again. */
  public int getInstanceRetryNum() {
    return instanceRetryNum;
  }

  public void setInstanceRetryNum(int instanceRetryNum) {
    this.instanceRetryNum = instanceRetryNum;
  }

  /** How often a worker tries a failed task again in place. */
  public int getTaskRetryNum() {
    return taskRetryNum;
  }

  public void setTaskRetryNum(int taskRetryNum) {
    this.taskRetryNum = taskRetryNum;
  }

  /** Idle processor cores that a worker must have; 0 for any. */
  public double getMinCpuCores() {
    return minCpuCores;
  }

  public void setMinCpuCores(double minCpuCores) {
    this.minCpuCores = minCpuCores;
  }

  /** Free memory that a worker must have, in GB; 0 for any. */
  public double getMinMemorySpace() {
    return minMemorySpace;
  }

  public void setMinMemorySpace(double minMemorySpace) {
    this.minMemorySpace = minMemorySpace;
  }

  /** Free disk space that a worker must have, in GB; 0 for any. */
  public double getMinDiskSpace() {
    return minDiskSpace;
  }

  public void setMinDiskSpace(double minDiskSpace) {
    this.minDiskSpace = minDiskSpace;
  }

  /** Comma list of addresses and tags that may run the job; empty for all. */
  public String getDesignatedWorkers() {
    return designatedWorkers;
  }

  public void setDesignatedWorkers(String designatedWorkers) {
    this.designatedWorkers = designatedWorkers;
  }

  /** How many workers may take part; 0 for all. */
  public int getMaxWorkerCount() {
    return maxWorkerCount;
  }

  public void setMaxWorkerCount(int maxWorkerCount) {
    this.maxWorkerCount = maxWorkerCount;
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

  /** What goes beyond PowerJob's fields; never {@code null}. */
  public JobOptions getOptions() {
    return options == null ? new JobOptions() : options;
  }

  public void setOptions(JobOptions options) {
    this.options = options;
  }
}
