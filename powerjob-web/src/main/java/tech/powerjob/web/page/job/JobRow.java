package tech.powerjob.web.page.job;

import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.server.job.JobDocument;

/**
 * A job in the list. Times are epoch milliseconds.
 *
 * @param zone in which its schedule is meant; {@code null} for the server's
 * @param lastId its newest instance; {@code null} if there is none
 */
public record JobRow(
    long id,
    String name,
    String description,
    String processor,
    String executeType,
    String scheduleType,
    String schedule,
    String zone,
    String tag,
    Long nextTriggerTime,
    boolean enabled,
    Long lastId,
    Integer lastStatus,
    Long lastTime) {
  static JobRow of(JobDocument job, InstanceInfoDTO last) {
    return new JobRow(
        job.getId(),
        job.getJobName(),
        job.getJobDescription(),
        job.getProcessorInfo(),
        job.getExecuteType().name(),
        job.getTimeExpressionType().name(),
        schedule(job),
        job.getOptions() == null ? null : job.getOptions().getTimeZone(),
        job.getTag(),
        job.getNextTriggerTime(),
        SwitchableStatus.ENABLE.name().equals(job.getStatus()),
        last == null ? null : last.getInstanceId(),
        last == null ? null : last.getStatus(),
        last == null ? null : lastTime(last));
  }

  private static String schedule(JobDocument job) {
    return switch (job.getTimeExpressionType()) {
      case FIXED_RATE, FIXED_DELAY -> Durations.write(job.getTimeExpression());
      default -> job.getTimeExpression();
    };
  }

  private static Long lastTime(InstanceInfoDTO last) {
    return last.getActualTriggerTime() == null
        ? last.getExpectedTriggerTime()
        : last.getActualTriggerTime();
  }
}
