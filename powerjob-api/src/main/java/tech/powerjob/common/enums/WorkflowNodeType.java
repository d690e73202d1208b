package tech.powerjob.common.enums;

/** What a node of a workflow does. */
public enum WorkflowNodeType {
  JOB(1, "Job"),
  DECISION(2, "Decision"),
  NESTED_WORKFLOW(3, "Nested workflow"),
  /** Waits for a time. Not known to PowerJob. */
  DELAY(11, "Delay"),
  /** Waits until somebody approves or rejects. Not known to PowerJob. */
  APPROVAL(12, "Approval");

  private final int code;
  private final String des;

  WorkflowNodeType(int code, String des) {
    this.code = code;
    this.des = des;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static WorkflowNodeType of(int code) {
    for (var each : values()) {
      if (each.code == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("WorkflowNodeType has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public int getCode() {
    return code;
  }

  /** A short English name for people. */
  public String getDes() {
    return des;
  }

  /** Whether it decides about others and runs nothing itself, in PowerJob's sense. */
  public boolean isControlNode() {
    return this == DECISION;
  }
}
