package tech.powerjob.web.console;

import tech.powerjob.common.response.InstanceInfoDTO;

/** An instance in the console's list; ids are text, as scripts lose digits of large numbers. */
public record InstanceView(
    String jobId,
    String jobName,
    String instanceId,
    String wfInstanceId,
    String result,
    String taskTrackerAddress,
    Long runningTimes,
    int status,
    String actualTriggerTime,
    String finishedTime) {
  static InstanceView of(InstanceInfoDTO instance, String jobName) {
    return new InstanceView(
        String.valueOf(instance.getJobId()),
        jobName,
        String.valueOf(instance.getInstanceId()),
        instance.getWfInstanceId() == null ? "N/A" : String.valueOf(instance.getWfInstanceId()),
        instance.getResult(),
        instance.getTaskTrackerAddress(),
        instance.getRunningTimes(),
        instance.getStatus(),
        Times.text(instance.getActualTriggerTime()),
        Times.text(instance.getFinishedTime()));
  }
}
