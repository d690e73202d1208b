package tech.powerjob.common.model;

import java.io.Serializable;

/**
 * What a workflow may ask for beyond PowerJob's own fields. A field that is {@code null} means
 * PowerJob's behaviour. Saved as a whole: a request without options keeps those that are stored.
 * Not thread-safe.
 */
public class WorkflowOptions implements Serializable {
  private static final long serialVersionUID = 1L;

  private Long deadline;
  private String timeZone;
  private JobOptions.Misfire misfire;

  /**
   * How long a run may take from its start, in milliseconds, 1 to a year; then what still runs is
   * stopped and the run fails. {@code null} for no such limit. A run that is retried has the whole
   * time again.
   */
  public Long getDeadline() {
    return deadline;
  }

  public WorkflowOptions setDeadline(Long deadline) {
    this.deadline = deadline;
    return this;
  }

  /** IANA name of the zone in which the schedule is meant; {@code null} for the server's. */
  public String getTimeZone() {
    return timeZone;
  }

  public WorkflowOptions setTimeZone(String timeZone) {
    this.timeZone = timeZone;
    return this;
  }

  /** What becomes of instants that passed unserved; {@code null} for PowerJob's way. */
  public JobOptions.Misfire getMisfire() {
    return misfire;
  }

  public WorkflowOptions setMisfire(JobOptions.Misfire misfire) {
    this.misfire = misfire;
    return this;
  }
}
