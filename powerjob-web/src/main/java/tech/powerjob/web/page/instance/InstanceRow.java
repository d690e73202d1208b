package tech.powerjob.web.page.instance;

import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.domain.instance.InstanceChange;

/** An instance in the list. Times are epoch milliseconds. */
public record InstanceRow(
    long id,
    long jobId,
    String jobName,
    Long wfInstanceId,
    int status,
    Long expectedTriggerTime,
    Long actualTriggerTime,
    Long finishedTime,
    String worker,
    String result) {
  private static final int SHOWN = 300;

  public static InstanceRow of(InstanceInfoDTO instance, String jobName) {
    return new InstanceRow(
        instance.getInstanceId(),
        instance.getJobId(),
        jobName,
        instance.getWfInstanceId(),
        instance.getStatus(),
        instance.getExpectedTriggerTime(),
        instance.getActualTriggerTime(),
        instance.getFinishedTime(),
        InstanceChange.worker(instance.getTaskTrackerAddress()),
        shorten(instance.getResult()));
  }

  /** A list needs the beginning only; some results are whole documents. */
  private static String shorten(String result) {
    return result == null || result.length() <= SHOWN ? result : result.substring(0, SHOWN) + "…";
  }

  public boolean isFinished() {
    return status > 3;
  }

  public boolean isWaiting() {
    return status == 1;
  }
}
