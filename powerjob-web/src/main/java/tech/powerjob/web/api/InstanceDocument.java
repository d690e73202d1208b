package tech.powerjob.web.api;

import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.common.response.InstanceInfoDTO;

/**
 * An instance as {@code /api/v1} shows it. Its id is text, for scripts lose digits of large
 * numbers; times are epoch milliseconds, {@code null} while they are not known.
 */
public record InstanceDocument(
    String instanceId,
    long jobId,
    long appId,
    String workflowInstanceId,
    InstanceStatus status,
    InstanceType type,
    String jobParams,
    String instanceParams,
    String outerKey,
    String extendValue,
    String result,
    String worker,
    long runningTimes,
    Long expectedTriggerTime,
    Long actualTriggerTime,
    Long finishedTime,
    long created,
    long modified) {
  static InstanceDocument of(InstanceInfoDTO instance) {
    return new InstanceDocument(
        instance.getInstanceId().toString(),
        instance.getJobId(),
        instance.getAppId(),
        instance.getWfInstanceId() == null ? null : instance.getWfInstanceId().toString(),
        InstanceStatus.of(instance.getStatus()),
        instance.getWfInstanceId() == null ? InstanceType.NORMAL : InstanceType.WORKFLOW,
        instance.getJobParams(),
        instance.getInstanceParams(),
        instance.getOuterKey(),
        instance.getExtendValue(),
        instance.getResult(),
        instance.getTaskTrackerAddress(),
        instance.getRunningTimes(),
        instance.getExpectedTriggerTime(),
        instance.getActualTriggerTime(),
        instance.getFinishedTime(),
        instance.getGmtCreate().getTime(),
        instance.getGmtModified().getTime());
  }
}
