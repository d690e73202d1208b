package tech.powerjob.server.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.domain.job.OptionRules;
import tech.powerjob.domain.schedule.Schedules.Definition;

/**
 * What a definition must be like to be saved. Every objection names the field, the value and the
 * rule.
 */
public final class JobRules {
  /** Most characters of a text in a column of that size. */
  static final int TEXT_LIMIT = 255;

  /** Most characters of static or instance parameters. */
  public static final int PARAMS_LIMIT = 500_000;

  private JobRules() {}

  /**
   * Checks everything but the schedule.
   *
   * @throws PowerJobException if a required field is missing
   * @throws IllegalArgumentException if a field breaks a rule
   */
  static void check(SaveJobInfoRequest request) {
    requireText("jobName", request.getJobName());
    requireText("processorInfo", request.getProcessorInfo());
    require("executeType", request.getExecuteType());
    require("processorType", request.getProcessorType());
    require("timeExpressionType", request.getTimeExpressionType());
    if (request.getProcessorType() != ProcessorType.BUILT_IN) {
      throw new IllegalArgumentException(
          "processorType is %s but this server runs BUILT_IN processors only"
              .formatted(request.getProcessorType()));
    }
    limit("jobName", request.getJobName(), TEXT_LIMIT);
    limit("jobDescription", request.getJobDescription(), TEXT_LIMIT);
    limit("jobParams", request.getJobParams(), PARAMS_LIMIT);
    limit("timeExpression", request.getTimeExpression(), TEXT_LIMIT);
    limit("processorInfo", request.getProcessorInfo(), TEXT_LIMIT);
    limit("designatedWorkers", request.getDesignatedWorkers(), TEXT_LIMIT);
    limit("dispatchStrategyConfig", request.getDispatchStrategyConfig(), TEXT_LIMIT);
    limit("extra", request.getExtra(), TEXT_LIMIT);
    limit("tag", request.getTag(), TEXT_LIMIT);
    if (request.getLogConfig() != null) {
      limit("logConfig.loggerName", request.getLogConfig().getLoggerName(), TEXT_LIMIT);
    }
    atLeastZero("maxInstanceNum", request.getMaxInstanceNum());
    atLeastZero("concurrency", request.getConcurrency());
    atLeastZero("instanceTimeLimit", request.getInstanceTimeLimit());
    atLeastZero("instanceRetryNum", request.getInstanceRetryNum());
    atLeastZero("taskRetryNum", request.getTaskRetryNum());
    atLeastZero("maxWorkerCount", request.getMaxWorkerCount());
    atLeastZero("minCpuCores", request.getMinCpuCores());
    atLeastZero("minMemorySpace", request.getMinMemorySpace());
    atLeastZero("minDiskSpace", request.getMinDiskSpace());
    checkBehavior(request.getAdvancedRuntimeConfig());
    checkAlarm(request);
    OptionRules.check(request.getOptions());
  }

  /**
   * Checks the time in which a schedule fires.
   *
   * @throws IllegalArgumentException if it is over or ends before it starts
   */
  public static void checkLifeCycle(LifeCycle lifeCycle, Instant now) {
    if (lifeCycle == null || lifeCycle.getEnd() == null) {
      return;
    }
    if (lifeCycle.getEnd() <= now.toEpochMilli()) {
      throw new IllegalArgumentException("lifecycle is out of date!");
    }
    if (lifeCycle.getStart() != null && lifeCycle.getStart() > lifeCycle.getEnd()) {
      throw new IllegalArgumentException(
          "lifecycle is invalid! start time must earlier then end time.");
    }
  }

  /**
   * Checks that a schedule that must be due once more is.
   *
   * @throws IllegalArgumentException if it never is
   */
  public static void checkFires(Definition definition, Optional<Instant> next) {
    if (next.isEmpty() && TimeExpressionType.INSPECT_TYPES.contains(definition.type().getV())) {
      throw new IllegalArgumentException(
          "time expression is out of date: " + definition.expression());
    }
  }

  private static void checkBehavior(JobAdvancedRuntimeConfig config) {
    var code = config == null ? null : config.getTaskTrackerBehavior();
    if (code != null
        && Arrays.stream(TaskTrackerBehavior.values())
            .noneMatch(each -> each.getV().equals(code))) {
      throw new IllegalArgumentException(
          "advancedRuntimeConfig.taskTrackerBehavior is %d but must be 1 (NORMAL) or 11 (PADDLING)"
              .formatted(code));
    }
  }

  private static void checkAlarm(SaveJobInfoRequest request) {
    var alarm = request.getAlarmConfig();
    if (alarm != null
        && (alarm.getAlertThreshold() == null
            || alarm.getStatisticWindowLen() == null
            || alarm.getSilenceWindowLen() == null)) {
      throw new PowerJobException("illegal alarm config!");
    }
  }

  private static void requireText(String field, String value) {
    require(field, value == null || value.isBlank() ? null : value);
  }

  private static void require(String field, Object value) {
    if (value == null) {
      throw new PowerJobException(field + " can't be empty");
    }
  }

  /**
   * Refuses a text that is too long.
   *
   * @throws IllegalArgumentException naming the field, its length and the limit
   */
  public static void limit(String field, String value, int limit) {
    if (value != null && value.length() > limit) {
      throw new IllegalArgumentException(
          "%s has %d characters but may have at most %d".formatted(field, value.length(), limit));
    }
  }

  private static void atLeastZero(String field, Number value) {
    if (value != null && !(value.doubleValue() >= 0)) {
      throw new IllegalArgumentException("%s is %s but must be 0 or more".formatted(field, value));
    }
  }
}
