package tech.powerjob.server.adopt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.domain.calendar.Calendars;
import tech.powerjob.domain.schedule.Schedule;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.schedule.ScheduleReading;

/**
 * Turns jobs of the original into ours. The next trigger time comes along as it is: it is the first
 * due instant that the original has not served, also if it has passed since; the misfire rule then
 * says what becomes of it.
 */
final class AdoptedJobs {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What becomes of one job. */
  record Adopted(long id, String name, Map<String, Object> row, List<String> notes, boolean due) {}

  private final AdoptOptions options;
  private final Instant now;
  private final Schedules schedules;

  AdoptedJobs(AdoptOptions options, Instant now) {
    this.options = options;
    this.now = now;
    this.schedules = new Schedules(options.zoneOrLocal(), ScheduleReading::daily, Calendars.NONE);
  }

  Adopted adopt(OriginalRow job) {
    var notes = new ArrayList<String>();
    long id = job.number("id").orElseThrow();
    var row = new LinkedHashMap<String, Object>();
    row.put("id", id);
    row.put("app_id", job.number("app_id", 0));
    row.put("partition_no", Partitions.ofJob(id));
    row.put("job_name", orEmpty(job.text("job_name")));
    for (var column :
        List.of(
            "job_description",
            "job_params",
            "time_expression",
            "designated_workers",
            "notify_user_ids",
            "extra",
            "dispatch_strategy_config",
            "tag")) {
      row.put(column, job.text(column));
    }
    row.put("processor_info", orEmpty(job.text("processor_info")));
    for (var column :
        List.of(
            "max_instance_num",
            "concurrency",
            "instance_time_limit",
            "instance_retry_num",
            "task_retry_num",
            "max_worker_count")) {
      row.put(column, Math.max(0, job.number(column, 0)));
    }
    for (var column : List.of("min_cpu_cores", "min_memory_space", "min_disk_space")) {
      row.put(column, Math.max(0, job.decimal(column)));
    }
    for (var column :
        List.of("lifecycle", "alarm_config", "log_config", "advanced_runtime_config")) {
      row.put(column, json(column, job, notes));
    }
    row.put("dispatch_strategy", strategy(job));
    row.put("gmt_create", job.time("gmt_create", options.zoneOrLocal()).orElse(now));
    var status = kinds(job, row, notes);
    schedule(job, row, status, notes);
    return new Adopted(
        id,
        row.get("job_name").toString(),
        row,
        notes,
        row.get("next_trigger_time") instanceof Long next && next <= now.toEpochMilli());
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static String json(String column, OriginalRow job, List<String> notes) {
    var text = job.text(column);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      if (JSON.readTree(text).isObject()) {
        return text;
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    notes.add("its %s is not JSON and is left out".formatted(column));
    return null;
  }

  private static long strategy(OriginalRow job) {
    long code = job.number("dispatch_strategy", 0);
    for (var each : DispatchStrategy.values()) {
      if (each.getV() == code) {
        return code;
      }
    }
    return DispatchStrategy.HEALTH_FIRST.getV();
  }

  /** Puts the kinds of schedule, execution and processor in; returns the status to be. */
  private SwitchableStatus kinds(OriginalRow job, Map<String, Object> row, List<String> notes) {
    var status = SwitchableStatus.DISABLE;
    for (var each : SwitchableStatus.values()) {
      if (each.getV() == job.number("status", 0)) {
        status = each;
      }
    }
    try {
      row.put("time_expression_type", job.number("time_expression_type", 0));
      TimeExpressionType.of((int) job.number("time_expression_type", 0));
      row.put("execute_type", job.number("execute_type", 0));
      ExecuteType.of((int) job.number("execute_type", 0));
      row.put("processor_type", job.number("processor_type", 0));
      var processor = ProcessorType.of((int) job.number("processor_type", 0));
      if (processor != ProcessorType.BUILT_IN && status != SwitchableStatus.DELETED) {
        notes.add("its processor type is %s; it may need another processor".formatted(processor));
      }
    } catch (IllegalArgumentException e) {
      notes.add(
          "it is of a kind that is not known (%s); it comes deleted".formatted(e.getMessage()));
      row.put("time_expression_type", (long) TimeExpressionType.API.getV());
      row.put("execute_type", (long) ExecuteType.STANDALONE.getV());
      row.put("processor_type", (long) ProcessorType.BUILT_IN.getV());
      return SwitchableStatus.DELETED;
    }
    if (status == SwitchableStatus.ENABLE
        && options.disableSuspicious()
        && !SuspiciousJobs.reasons(job).isEmpty()) {
      notes.add("it comes disabled");
      status = SwitchableStatus.DISABLE;
    }
    return status;
  }

  private void schedule(
      OriginalRow job, Map<String, Object> row, SwitchableStatus wanted, List<String> notes) {
    var type = TimeExpressionType.of(((Long) row.get("time_expression_type")).intValue());
    var adopted =
        wanted == SwitchableStatus.ENABLE
                && type != TimeExpressionType.API
                && type != TimeExpressionType.WORKFLOW
            ? AdoptedSchedule.enabled(
                job, () -> schedules.of(definition(job, row, type)), next(job, type), notes)
            : AdoptedSchedule.none(wanted);
    adopted.put(row, now);
    boolean clock =
        type == TimeExpressionType.CRON || type == TimeExpressionType.DAILY_TIME_INTERVAL;
    row.put("options", clock ? options.scheduleOptions() : null);
  }

  private Function<Schedule, Optional<Long>> next(OriginalRow job, TimeExpressionType type) {
    return switch (type) {
      case CRON, DAILY_TIME_INTERVAL -> schedule -> AdoptedSchedule.kept(job, schedule, now);
      case FIXED_RATE -> schedule -> AdoptedSchedule.begun(schedule, now);
      // The server computes it, from the end of the last run, or, without one, from now.
      default -> null;
    };
  }

  private static Schedules.Definition definition(
      OriginalRow job, Map<String, Object> row, TimeExpressionType type) {
    LifeCycle lifeCycle = null;
    var text = (String) row.get("lifecycle");
    if (text != null) {
      try {
        lifeCycle = JSON.readValue(text, LifeCycle.class);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("lifecycle is " + text, e);
      }
    }
    return new Schedules.Definition(
        job.number("app_id", 0), type, job.text("time_expression"), lifeCycle, new JobOptions());
  }

  /** Why a job should be looked at; empty if nothing is wrong with it, or it was deleted. */
  static Optional<List<String>> suspicion(OriginalRow job) {
    var reasons = SuspiciousJobs.reasons(job);
    return reasons.isEmpty() || job.number("status", 0) == SwitchableStatus.DELETED.getV()
        ? Optional.empty()
        : Optional.of(reasons);
  }
}
