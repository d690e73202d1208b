package tech.powerjob.common.enums;

import java.util.List;

/** Where an instance stands in its life. */
public enum InstanceStatus {
  WAITING_DISPATCH(1, "Waiting dispatch"),
  WAITING_WORKER_RECEIVE(2, "Waiting receive"),
  RUNNING(3, "Running"),
  FAILED(4, "Failed"),
  SUCCEED(5, "Success"),
  CANCELED(9, "Canceled"),
  STOPPED(10, "Stopped");

  /** Codes of the states from which an instance still goes on. */
  public static final List<Integer> GENERALIZED_RUNNING_STATUS = List.of(1, 2, 3);

  /** Codes of the states that end an instance. */
  public static final List<Integer> FINISHED_STATUS = List.of(4, 5, 9, 10);

  private final int v;
  private final String des;

  InstanceStatus(int v, String des) {
    this.v = v;
    this.des = des;
  }

  /**
   * The constant with this code.
   *
   * @throws IllegalArgumentException if no constant has it
   */
  public static InstanceStatus of(int code) {
    for (var each : values()) {
      if (each.v == code) {
        return each;
      }
    }
    throw new IllegalArgumentException("InstanceStatus has no code " + code);
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
