package tech.powerjob.domain.alarm;

/** What an alarm is about. */
public enum AlarmKind {
  /** A job, of which an instance has failed for good. */
  JOB("PowerJob AlarmService: Job Running Failed"),
  /** A workflow, of which a run has failed. */
  WORKFLOW("PowerJob AlarmService: Workflow Running Failed"),
  /** Nothing: somebody tries whether alarms reach them. */
  TEST("PowerJob AlarmService: Test");

  private final String title;

  AlarmKind(String title) {
    this.title = title;
  }

  /** Title of such alarms, as PowerJob words it. */
  public String title() {
    return title;
  }
}
