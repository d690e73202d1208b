package tech.powerjob.common.enums;

/** How an instance is spread over workers. */
public enum ExecuteType {
  STANDALONE(1, "Standalone"),
  BROADCAST(2, "Broadcast"),
  MAP_REDUCE(3, "MapReduce"),
  MAP(4, "Map");

  private final int v;
  private final String des;

  ExecuteType(int v, String des) {
    this.v = v;
    this.des = des;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static ExecuteType of(int code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("ExecuteType has no code " + code);
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
