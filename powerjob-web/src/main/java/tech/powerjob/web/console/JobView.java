package tech.powerjob.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.web.rest.JsonBody;

/** A job in the console: enumerations by name, times also as text. */
public record JobView(
    long id,
    String jobName,
    String jobDescription,
    Long appId,
    String jobParams,
    String timeExpressionType,
    String timeExpression,
    String executeType,
    String processorType,
    String processorInfo,
    Integer maxInstanceNum,
    Integer concurrency,
    Long instanceTimeLimit,
    Integer instanceRetryNum,
    Integer taskRetryNum,
    boolean enable,
    Long nextTriggerTime,
    String nextTriggerTimeStr,
    double minCpuCores,
    double minMemorySpace,
    double minDiskSpace,
    Date gmtCreate,
    Date gmtModified,
    String designatedWorkers,
    Integer maxWorkerCount,
    List<String> notifyUserIds,
    String extra,
    String dispatchStrategy,
    String dispatchStrategyConfig,
    LifeCycle lifeCycle,
    AlarmConfig alarmConfig,
    String tag,
    LogConfig logConfig,
    JobAdvancedRuntimeConfig advancedRuntimeConfig) {
  static JobView of(JobInfoDTO job) {
    return new JobView(
        job.getId(),
        job.getJobName(),
        job.getJobDescription(),
        job.getAppId(),
        job.getJobParams(),
        TimeExpressionType.of(job.getTimeExpressionType()).name(),
        job.getTimeExpression(),
        ExecuteType.of(job.getExecuteType()).name(),
        ProcessorType.of(job.getProcessorType()).name(),
        job.getProcessorInfo(),
        job.getMaxInstanceNum(),
        job.getConcurrency(),
        job.getInstanceTimeLimit(),
        job.getInstanceRetryNum(),
        job.getTaskRetryNum(),
        job.getStatus() == SwitchableStatus.ENABLE.getV(),
        job.getNextTriggerTime(),
        Times.text(job.getNextTriggerTime()),
        job.getMinCpuCores(),
        job.getMinMemorySpace(),
        job.getMinDiskSpace(),
        job.getGmtCreate(),
        job.getGmtModified(),
        job.getDesignatedWorkers(),
        job.getMaxWorkerCount(),
        list(job.getNotifyUserIds()),
        job.getExtra(),
        job.getDispatchStrategy() == null
            ? null
            : DispatchStrategy.of(job.getDispatchStrategy()).name(),
        job.getDispatchStrategyConfig(),
        lifeCycle(job.getLifecycle()),
        job.getAlarmConfig() == null ? new AlarmConfig() : job.getAlarmConfig(),
        job.getTag(),
        job.getLogConfig() == null ? new LogConfig() : job.getLogConfig(),
        job.getAdvancedRuntimeConfig() == null
            ? new JobAdvancedRuntimeConfig()
            : job.getAdvancedRuntimeConfig());
  }

  private static List<String> list(String ids) {
    return ids == null || ids.isBlank()
        ? List.of()
        : Arrays.stream(ids.split(",")).map(String::trim).toList();
  }

  private static LifeCycle lifeCycle(String json) {
    if (json == null || json.isBlank()) {
      return new LifeCycle();
    }
    try {
      return JsonBody.mapper().readValue(json, LifeCycle.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored life cycle is no JSON", e);
    }
  }
}
