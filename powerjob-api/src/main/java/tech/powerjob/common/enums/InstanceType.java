package tech.powerjob.common.enums;

/** Whether an instance belongs to a workflow. */
public enum InstanceType {
  NORMAL(1),
  WORKFLOW(2);

  private final int v;

  InstanceType(int v) {
    this.v = v;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static InstanceType of(int code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("InstanceType has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public int getV() {
    return v;
  }
}
