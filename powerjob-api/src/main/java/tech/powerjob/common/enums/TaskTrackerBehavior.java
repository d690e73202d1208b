package tech.powerjob.common.enums;

/** Whether the coordinator of a distributed job works on its tasks too. */
public enum TaskTrackerBehavior {
  NORMAL(1),
  PADDLING(11);

  private final Integer v;

  TaskTrackerBehavior(Integer v) {
    this.v = v;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static TaskTrackerBehavior of(Integer code) {
    for (var each : values()) {
      if (each.v.equals(code)) {
        return each;
      }
    }
    throw new IllegalArgumentException("TaskTrackerBehavior has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public Integer getV() {
    return v;
  }
}
