package tech.powerjob.common.enums;

import java.util.List;

/** What makes a job due. */
public enum TimeExpressionType {
  API(1),
  CRON(2),
  FIXED_RATE(3),
  FIXED_DELAY(4),
  WORKFLOW(5),
  DAILY_TIME_INTERVAL(11);

  /** Codes of the second-level kinds. */
  public static final List<Integer> FREQUENT_TYPES = List.of(3, 4);

  /** Codes of the kinds that must have a next trigger time when saved. */
  public static final List<Integer> INSPECT_TYPES = List.of(2, 11);

  private final int v;

  TimeExpressionType(int v) {
    this.v = v;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static TimeExpressionType of(int code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("TimeExpressionType has no code " + code);
  }

  /** The code used in columns and on the wire. */
  public int getV() {
    return v;
  }
}
