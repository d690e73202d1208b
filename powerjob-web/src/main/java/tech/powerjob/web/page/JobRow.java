package tech.powerjob.web.page;

import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.JobInfoDTO;

/** A job in the list. */
public record JobRow(
    long id,
    String name,
    String description,
    String processor,
    String scheduleType,
    String schedule,
    Long nextTriggerTime,
    boolean enabled,
    Integer lastStatus,
    Long lastTime) {
  static JobRow of(JobInfoDTO job, InstanceInfoDTO last) {
    return new JobRow(
        job.getId(),
        job.getJobName(),
        job.getJobDescription(),
        job.getProcessorInfo(),
        TimeExpressionType.of(job.getTimeExpressionType()).name(),
        job.getTimeExpression(),
        job.getNextTriggerTime(),
        job.getStatus() == SwitchableStatus.ENABLE.getV(),
        last == null ? null : last.getStatus(),
        last == null ? null : lastTime(last));
  }

  private static Long lastTime(InstanceInfoDTO last) {
    return last.getActualTriggerTime() == null
        ? last.getExpectedTriggerTime()
        : last.getActualTriggerTime();
  }
}
