package tech.powerjob.common.model;

/** The time in which a schedule fires, in epoch milliseconds; both ends are optional. */
public class LifeCycle {
  private Long start;
  private Long end;

  public Long getStart() {
    return start;
  }

  public void setStart(Long start) {
    this.start = start;
  }

  public Long getEnd() {
    return end;
  }

  public void setEnd(Long end) {
    this.end = end;
  }
}
