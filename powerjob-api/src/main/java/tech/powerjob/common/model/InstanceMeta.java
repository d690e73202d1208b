package tech.powerjob.common.model;

/** What the server knows about an instance beyond its parameters. */
public class InstanceMeta {
  private Long ett;

  /** When the instance was due, epoch milliseconds. */
  public Long getEtt() {
    return ett;
  }

  /**
   * Sets when the instance was due.
   *
   * @param ett epoch milliseconds
   * @return this
   */
  public InstanceMeta setEtt(Long ett) {
    this.ett = ett;
    return this;
  }
}
