package tech.powerjob.common.enums;

/** Where the code of a processor comes from. */
public enum ProcessorType {
  BUILT_IN(1, "Built-in"),
  EXTERNAL(4, "External"),
  SHELL(2, "Shell"),
  PYTHON(3, "Python");

  private final int v;
  private final String des;

  ProcessorType(int v, String des) {
    this.v = v;
    this.des = des;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static ProcessorType of(int code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("ProcessorType has no code " + code);
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
