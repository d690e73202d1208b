package tech.powerjob.common.model;

/** When failures of a second-level job become an alarm. */
public class AlarmConfig {
  private Integer alertThreshold;
  private Integer statisticWindowLen;
  private Integer silenceWindowLen;

  public AlarmConfig() {}

  /**
   * All three.
   *
   * @param alertThreshold failures that make an alarm
   * @param statisticWindowLen within how many seconds
   * @param silenceWindowLen for how many seconds no other alarm follows
   */
  public AlarmConfig(Integer alertThreshold, Integer statisticWindowLen, Integer silenceWindowLen) {
    this.alertThreshold = alertThreshold;
    this.statisticWindowLen = statisticWindowLen;
    this.silenceWindowLen = silenceWindowLen;
  }

  public Integer getAlertThreshold() {
    return alertThreshold;
  }

  public void setAlertThreshold(Integer alertThreshold) {
    this.alertThreshold = alertThreshold;
  }

  public Integer getStatisticWindowLen() {
    return statisticWindowLen;
  }

  public void setStatisticWindowLen(Integer statisticWindowLen) {
    this.statisticWindowLen = statisticWindowLen;
  }

  public Integer getSilenceWindowLen() {
    return silenceWindowLen;
  }

  public void setSilenceWindowLen(Integer silenceWindowLen) {
    this.silenceWindowLen = silenceWindowLen;
  }
}
