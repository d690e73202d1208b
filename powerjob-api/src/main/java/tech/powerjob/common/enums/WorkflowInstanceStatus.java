package tech.powerjob.common.enums;

import java.util.List;

/** Where a run of a workflow stands in its life. */
public enum WorkflowInstanceStatus {
  WAITING(1, "Waiting"),
  RUNNING(2, "Running"),
  FAILED(3, "Failed"),
  SUCCEED(4, "Success"),
  STOPPED(10, "Stopped");

  /** Codes of the states from which a run still goes on. */
  public static final List<Integer> GENERALIZED_RUNNING_STATUS = List.of(1, 2);

  /** Codes of the states that end a run. */
  public static final List<Integer> FINISHED_STATUS = List.of(3, 4, 10);

  private final int v;
  private final String des;

  WorkflowInstanceStatus(int v, String des) {
    this.v = v;
    this.des = des;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static WorkflowInstanceStatus of(int code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("WorkflowInstanceStatus has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public int getV() {
    return v;
  }

  /** A short English name for people. */
  public String getDes() {
    return des;
  }
}
