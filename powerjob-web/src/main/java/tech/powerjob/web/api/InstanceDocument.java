package tech.powerjob.web.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.domain.instance.InstanceChange;

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
    @Schema(
            description =
                "Address of the worker that has run it last, or runs it; null while none has",
            nullable = true,
            example = "10.1.2.3:27777")
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
        InstanceChange.worker(instance.getTaskTrackerAddress()),
        instance.getRunningTimes(),
        instance.getExpectedTriggerTime(),
        instance.getActualTriggerTime(),
        instance.getFinishedTime(),
        instance.getGmtCreate().getTime(),
        instance.getGmtModified().getTime());
  }
}
