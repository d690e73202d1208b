package tech.powerjob.common.enums;

/** Levels of the online log; a line is kept when its code is at least the configured one. */
public enum LogLevel {
  DEBUG(1),
  INFO(2),
  WARN(3),
  ERROR(4),
  OFF(99);

  private final int v;

  LogLevel(int v) {
    this.v = v;
  }

  /** The name of the level with this code, or {@code UNKNOWN}. */
  public static String genLogLevelString(Integer code) {
    for (var level : values()) {
      if (code != null && level.v == code) {
        return level.name();
      }
    }
    return "UNKNOWN";
  }

  /** The code used in columns and on the wire. */
  public int getV() {
    return v;
  }
}
