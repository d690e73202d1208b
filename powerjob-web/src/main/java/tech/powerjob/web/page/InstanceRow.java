package tech.powerjob.web.page;

import tech.powerjob.common.response.InstanceInfoDTO;

/** An instance in the list. Times are epoch milliseconds. */
public record InstanceRow(
    long id,
    long jobId,
    String jobName,
    int status,
    Long expectedTriggerTime,
    Long actualTriggerTime,
    Long finishedTime,
    String worker,
    String result) {
  static InstanceRow of(InstanceInfoDTO instance, String jobName) {
    return new InstanceRow(
        instance.getInstanceId(),
        instance.getJobId(),
        jobName,
        instance.getStatus(),
        instance.getExpectedTriggerTime(),
        instance.getActualTriggerTime(),
        instance.getFinishedTime(),
        instance.getTaskTrackerAddress(),
        instance.getResult());
  }
}
