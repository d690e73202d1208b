package tech.powerjob.common.enums;

/** How the worker of an instance is chosen. */
public enum DispatchStrategy {
  HEALTH_FIRST(1),
  RANDOM(2),
  /** Each worker in turn; not one of PowerJob's. */
  ROUND_ROBIN(3),
  SPECIFY(11);

  private final int v;

  DispatchStrategy(int v) {
    this.v = v;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static DispatchStrategy of(Integer code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("DispatchStrategy has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public int getV() {
    return v;
  }
}
