package tech.powerjob.common.enums;

/** Whether a definition is in use. */
public enum SwitchableStatus {
  ENABLE(1),
  DISABLE(2),
  DELETED(99);

  private final int v;

  SwitchableStatus(int v) {
    this.v = v;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static SwitchableStatus of(int code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("SwitchableStatus has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public int getV() {
    return v;
  }
}
