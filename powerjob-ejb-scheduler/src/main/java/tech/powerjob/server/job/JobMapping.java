package tech.powerjob.server.job;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.domain.job.Job;
import tech.powerjob.server.store.JsonConverters;

/** Jobs to and from what travels over HTTP. */
final class JobMapping {
  private JobMapping() {}

  /**
   * Replaces every field that a user may edit; absent ones get their default, some keep what was
   * there.
   */
  static void edit(Job job, SaveJobInfoRequest request) {
    job.setJobName(request.getJobName().trim());
    job.setJobDescription(request.getJobDescription());
    job.setJobParams(request.getJobParams());
    job.setTimeExpressionType(request.getTimeExpressionType());
    job.setTimeExpression(request.getTimeExpression());
    job.setExecuteType(request.getExecuteType());
    job.setProcessorType(request.getProcessorType());
    job.setProcessorInfo(request.getProcessorInfo().trim());
    job.setMaxInstanceNum(Objects.requireNonNullElse(request.getMaxInstanceNum(), 0));
    job.setConcurrency(Objects.requireNonNullElse(request.getConcurrency(), 5));
    job.setInstanceTimeLimit(Objects.requireNonNullElse(request.getInstanceTimeLimit(), 0L));
    job.setInstanceRetryNum(Objects.requireNonNullElse(request.getInstanceRetryNum(), 0));
    job.setTaskRetryNum(Objects.requireNonNullElse(request.getTaskRetryNum(), 0));
    job.setMinCpuCores(request.getMinCpuCores());
    job.setMinMemorySpace(request.getMinMemorySpace());
    job.setMinDiskSpace(request.getMinDiskSpace());
    job.setStatus(request.isEnable() ? SwitchableStatus.ENABLE : SwitchableStatus.DISABLE);
    job.setDesignatedWorkers(request.getDesignatedWorkers());
    job.setMaxWorkerCount(Objects.requireNonNullElse(request.getMaxWorkerCount(), 0));
    if (request.getNotifyUserIds() != null) {
      job.setNotifyUserIds(commaList(request.getNotifyUserIds()));
    }
    job.setExtra(request.getExtra());
    job.setDispatchStrategy(
        Objects.requireNonNullElse(request.getDispatchStrategy(), DispatchStrategy.HEALTH_FIRST));
    job.setDispatchStrategyConfig(request.getDispatchStrategyConfig());
    job.setLifeCycle(request.getLifeCycle());
    if (request.getAlarmConfig() != null) {
      job.setAlarmConfig(request.getAlarmConfig());
    }
    job.setTag(request.getTag());
    if (request.getLogConfig() != null) {
      job.setLogConfig(request.getLogConfig());
    }
    if (request.getAdvancedRuntimeConfig() != null) {
      job.setAdvancedRuntimeConfig(request.getAdvancedRuntimeConfig());
    }
    if (request.getOptions() != null) {
      job.setOptions(request.getOptions());
    }
  }

  /** Replaces every field that a user may edit; absent ones get their default. */
  static void replace(Job job, SaveJobInfoRequest request) {
    edit(job, request);
    job.setNotifyUserIds(
        request.getNotifyUserIds() == null ? null : commaList(request.getNotifyUserIds()));
    job.setAlarmConfig(request.getAlarmConfig());
    job.setLogConfig(request.getLogConfig());
    job.setAdvancedRuntimeConfig(request.getAdvancedRuntimeConfig());
    job.setOptions(request.getOptions());
  }

  /** What would have to be saved to get such a job again; without its id. */
  static SaveJobInfoRequest request(Job job) {
    return fill(new SaveJobInfoRequest(), job);
  }

  /** The job with all that is to be said of it. */
  static JobDocument document(Job job) {
    var document = fill(new JobDocument(), job);
    document.setId(job.getId());
    document.setStatus(job.getStatus().name());
    document.setNextTriggerTime(job.getNextTriggerTime());
    document.setCreated(job.getGmtCreate().getTime());
    document.setModified(job.getGmtModified().getTime());
    document.setVersion(JobDocument.version(job.getStatus().name(), request(job)));
    return document;
  }

  private static <T extends SaveJobInfoRequest> T fill(T request, Job job) {
    request.setJobName(job.getJobName());
    request.setJobDescription(job.getJobDescription());
    request.setAppId(job.getAppId());
    request.setJobParams(job.getJobParams());
    request.setTimeExpressionType(job.getTimeExpressionType());
    request.setTimeExpression(job.getTimeExpression());
    request.setExecuteType(job.getExecuteType());
    request.setProcessorType(job.getProcessorType());
    request.setProcessorInfo(job.getProcessorInfo());
    request.setMaxInstanceNum(job.getMaxInstanceNum());
    request.setConcurrency(job.getConcurrency());
    request.setInstanceTimeLimit(job.getInstanceTimeLimit());
    request.setInstanceRetryNum(job.getInstanceRetryNum());
    request.setTaskRetryNum(job.getTaskRetryNum());
    request.setMinCpuCores(job.getMinCpuCores());
    request.setMinMemorySpace(job.getMinMemorySpace());
    request.setMinDiskSpace(job.getMinDiskSpace());
    request.setEnable(job.isEnabled());
    request.setDesignatedWorkers(job.getDesignatedWorkers());
    request.setMaxWorkerCount(job.getMaxWorkerCount());
    request.setNotifyUserIds(ids(job.getNotifyUserIds()));
    request.setExtra(job.getExtra());
    request.setDispatchStrategy(job.getDispatchStrategy());
    request.setDispatchStrategyConfig(job.getDispatchStrategyConfig());
    request.setLifeCycle(job.getLifeCycle());
    request.setAlarmConfig(job.getAlarmConfig());
    request.setTag(job.getTag());
    request.setLogConfig(job.getLogConfig());
    request.setAdvancedRuntimeConfig(job.getAdvancedRuntimeConfig());
    request.setOptions(job.getOptions());
    return request;
  }

  static JobInfoDTO view(Job job) {
    var view = new JobInfoDTO();
    view.setId(job.getId());
    view.setJobName(job.getJobName());
    view.setJobDescription(job.getJobDescription());
    view.setAppId(job.getAppId());
    view.setJobParams(job.getJobParams());
    view.setTimeExpressionType(job.getTimeExpressionType().getV());
    view.setTimeExpression(job.getTimeExpression());
    view.setExecuteType(job.getExecuteType().getV());
    view.setProcessorType(job.getProcessorType().getV());
    view.setProcessorInfo(job.getProcessorInfo());
    view.setMaxInstanceNum(job.getMaxInstanceNum());
    view.setConcurrency(job.getConcurrency());
    view.setInstanceTimeLimit(job.getInstanceTimeLimit());
    view.setInstanceRetryNum(job.getInstanceRetryNum());
    view.setTaskRetryNum(job.getTaskRetryNum());
    view.setStatus(job.getStatus().getV());
    view.setNextTriggerTime(job.getNextTriggerTime());
    view.setMinCpuCores(job.getMinCpuCores());
    view.setMinMemorySpace(job.getMinMemorySpace());
    view.setMinDiskSpace(job.getMinDiskSpace());
    view.setDesignatedWorkers(job.getDesignatedWorkers());
    view.setMaxWorkerCount(job.getMaxWorkerCount());
    view.setNotifyUserIds(job.getNotifyUserIds());
    view.setGmtCreate(job.getGmtCreate());
    view.setGmtModified(job.getGmtModified());
    view.setExtra(job.getExtra());
    view.setDispatchStrategy(job.getDispatchStrategy().getV());
    view.setDispatchStrategyConfig(job.getDispatchStrategyConfig());
    view.setLifecycle(job.getLifeCycle() == null ? "{}" : JsonConverters.write(job.getLifeCycle()));
    view.setAlarmConfig(job.getAlarmConfig());
    view.setTag(job.getTag());
    view.setLogConfig(job.getLogConfig());
    view.setAdvancedRuntimeConfig(job.getAdvancedRuntimeConfig());
    view.setOptions(job.getOptions());
    return view;
  }

  private static String commaList(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Long> ids(String commaList) {
    return commaList == null || commaList.isBlank()
        ? null
        : Arrays.stream(commaList.split(",")).map(String::trim).map(Long::valueOf).toList();
  }
}
