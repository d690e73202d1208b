package tech.powerjob.worker.core.processor;

import tech.powerjob.common.model.InstanceMeta;
import tech.powerjob.worker.log.OmsLogger;

/** What a processor gets to know about its run. */
public class TaskContext {
  private Long jobId;
  private Long instanceId;
  private Long subInstanceId;
  private String taskId;
  private String taskName;
  private String jobParams;
  private String instanceParams;
  private int maxRetryTimes;
  private int currentRetryTimes;
  private Object subTask;
  private OmsLogger omsLogger;
  private Object userContext;
  private WorkflowContext workflowContext;
  private InstanceMeta instanceMeta;
  private long epoch;

  /** Id of the job. */
  public Long getJobId() {
    return jobId;
  }

  public void setJobId(Long jobId) {
    this.jobId = jobId;
  }

  /** Id of the instance. */
  public Long getInstanceId() {
    return instanceId;
  }

  public void setInstanceId(Long instanceId) {
    this.instanceId = instanceId;
  }

  /** Number of the sub-instance of a second-level job; {@code null} for light runs. */
  public Long getSubInstanceId() {
    return subInstanceId;
  }

  public void setSubInstanceId(Long subInstanceId) {
    this.subInstanceId = subInstanceId;
  }

  /** Id of the task within the instance. */
  public String getTaskId() {
    return taskId;
  }

  public void setTaskId(String taskId) {
    this.taskId = taskId;
  }

  /** Name of the task. */
  public String getTaskName() {
    return taskName;
  }

  public void setTaskName(String taskName) {
    this.taskName = taskName;
  }

  /** Static parameters of the job. */
  public String getJobParams() {
    return jobParams;
  }

  public void setJobParams(String jobParams) {
    this.jobParams = jobParams;
  }

  /** Parameters of this instance. */
  public String getInstanceParams() {
    return instanceParams;
  }

  public void setInstanceParams(String instanceParams) {
    this.instanceParams = instanceParams;
  }

  /** How often a failed task is tried again. */
  public int getMaxRetryTimes() {
    return maxRetryTimes;
  }

  public void setMaxRetryTimes(int maxRetryTimes) {
    this.maxRetryTimes = maxRetryTimes;
  }

  /** How often this task was tried again so far; 0 at the first try. */
  public int getCurrentRetryTimes() {
    return currentRetryTimes;
  }

  public void setCurrentRetryTimes(int currentRetryTimes) {
    this.currentRetryTimes = currentRetryTimes;
  }

  /** The element given to {@code map}; {@code null} for a root task. */
  public Object getSubTask() {
    return subTask;
  }

  public void setSubTask(Object subTask) {
    this.subTask = subTask;
  }

  /** Logger whose lines the server keeps. */
  public OmsLogger getOmsLogger() {
    return omsLogger;
  }

  public void setOmsLogger(OmsLogger omsLogger) {
    this.omsLogger = omsLogger;
  }

  /** The object from the worker's configuration. */
  public Object getUserContext() {
    return userContext;
  }

  public void setUserContext(Object userContext) {
    this.userContext = userContext;
  }

  /** What the nodes of a workflow share; never {@code null}. */
  public WorkflowContext getWorkflowContext() {
    return workflowContext;
  }

  public void setWorkflowContext(WorkflowContext workflowContext) {
    this.workflowContext = workflowContext;
  }

  /** What the server knows about the instance; {@code null} if it told nothing. */
  public InstanceMeta getInstanceMeta() {
    return instanceMeta;
  }

  public void setInstanceMeta(InstanceMeta instanceMeta) {
    this.instanceMeta = instanceMeta;
  }

  /**
   * Fencing token: grows with each dispatch of the instance. Store it beside what you write and
   * refuse smaller ones, and a stale run can do no harm.
   */
  public long getEpoch() {
    return epoch;
  }

  public void setEpoch(long epoch) {
    this.epoch = epoch;
  }
}
