package tech.powerjob.common.model;

import java.io.Serializable;
import java.util.regex.Pattern;

/** The time in which a schedule fires, in epoch milliseconds; both ends are optional. */
public class LifeCycle implements Serializable {
  private static final long serialVersionUID = 1L;

  private Long start;
  private Long end;

  /** What {@link tech.powerjob.common.response.JobInfoDTO#getLifecycle()} holds; else no limits. */
  public static LifeCycle parse(String lifeCycle) {
    var parsed = new LifeCycle();
    parsed.setStart(number("start", lifeCycle));
    parsed.setEnd(number("end", lifeCycle));
    return parsed;
  }

  private static Long number(String field, String json) {
    var found =
        Pattern.compile('"' + field + "\"\\s*:\\s*(\\d{1,18})").matcher(json == null ? "" : json);
    return found.find() ? Long.valueOf(found.group(1)) : null;
  }

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
