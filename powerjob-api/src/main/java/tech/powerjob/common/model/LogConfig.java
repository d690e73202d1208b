package tech.powerjob.common.model;

/** Where the lines of a processor's logger go, and from which level on. */
public class LogConfig {
  private Integer type;
  private Integer level;
  private String loggerName;

  public Integer getType() {
    return type;
  }

  public LogConfig setType(Integer type) {
    this.type = type;
    return this;
  }

  public Integer getLevel() {
    return level;
  }

  public LogConfig setLevel(Integer level) {
    this.level = level;
    return this;
  }

  public String getLoggerName() {
    return loggerName;
  }

  public LogConfig setLoggerName(String loggerName) {
    this.loggerName = loggerName;
    return this;
  }
}
