package tech.powerjob.common.enums;

/** Where online log lines go. */
public enum LogType {
  ONLINE(1),
  LOCAL(2),
  STDOUT(3),
  LOCAL_AND_ONLINE(4),
  NULL(999);

  private final Integer v;

  LogType(Integer v) {
    this.v = v;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static LogType of(Integer code) {
    for (var each : values()) {
      if (each.v.equals(code)) {
        return each;
      }
    }
    throw new IllegalArgumentException("LogType has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public Integer getV() {
    return v;
  }
}
