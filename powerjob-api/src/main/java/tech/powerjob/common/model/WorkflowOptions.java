package tech.powerjob.common.model;

/**
 * What a workflow may ask for beyond PowerJob's own fields. A field that is {@code null} means
 * PowerJob's behaviour. Saved as a whole: a request without options keeps those that are stored.
 * Not thread-safe.
 */
public class WorkflowOptions {
  private Long deadline;

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
}
