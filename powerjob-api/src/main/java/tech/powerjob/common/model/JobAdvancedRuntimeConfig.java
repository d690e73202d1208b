package tech.powerjob.common.model;

/** Rarely used run-time options of a job. */
public class JobAdvancedRuntimeConfig {
  private Integer taskTrackerBehavior;

  public Integer getTaskTrackerBehavior() {
    return taskTrackerBehavior;
  }

  public JobAdvancedRuntimeConfig setTaskTrackerBehavior(Integer taskTrackerBehavior) {
    this.taskTrackerBehavior = taskTrackerBehavior;
    return this;
  }
}
