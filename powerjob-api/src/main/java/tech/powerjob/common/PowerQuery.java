package tech.powerjob.common;

/** Base of the queries: everything is asked within one application. */
public abstract class PowerQuery {
  private Long appIdEq;

  public Long getAppIdEq() {
    return appIdEq;
  }

  public void setAppIdEq(Long appIdEq) {
    this.appIdEq = appIdEq;
  }
}
