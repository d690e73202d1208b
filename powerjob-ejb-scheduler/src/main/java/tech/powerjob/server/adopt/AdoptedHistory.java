package tech.powerjob.server.adopt;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.worker.Partitions;

/**
 * Turns instances of the original into ours. What waited to be dispatched waits on; of what was
 * with a worker nobody will hear, so it ends as failed, which is said; finished ones are history.
 */
final class AdoptedHistory {
  static final String UNKNOWN_END =
      "it was with a worker when PowerJob was taken over; whether and how it ended is not known";
  static final String REPLACED =
      "the resident instance of the former server; the new one fires anew";
  static final String WORKFLOW = "its workflow was not finished when PowerJob was taken over";

  private static final long NEVER = -1;

  private final AdoptOptions options;
  private final Instant now;

  AdoptedHistory(AdoptOptions options, Instant now) {
    this.options = options;
    this.now = now;
  }

  /**
   * The instance as a row of ours.
   *
   * @param job the job; empty if it is gone
   */
  Map<String, Object> adopt(OriginalRow instance, Optional<OriginalRow> job) {
    long jobId = instance.number("job_id", 0);
    long status = instance.number("status", 0);
    boolean workflow =
        instance.number("type", 0) == InstanceType.WORKFLOW.getV()
            && instance.number("wf_instance_id", 0) > 0;
    long expected =
        instance
            .number("expected_trigger_time")
            .filter(time -> time > 0)
            .orElseGet(
                () ->
                    instance.time("gmt_create", options.zoneOrLocal()).orElse(now).toEpochMilli());
    var row = new LinkedHashMap<String, Object>();
    row.put("instance_id", instance.number("instance_id").orElseThrow());
    row.put("job_id", jobId);
    row.put("app_id", instance.number("app_id", 0));
    row.put("partition_no", Partitions.ofJob(jobId));
    row.put("type", (long) (workflow ? InstanceType.WORKFLOW : InstanceType.NORMAL).getV());
    row.put("wf_instance_id", workflow ? instance.number("wf_instance_id", 0) : null);
    row.put("dispatch_epoch", 0L);
    row.put("job_params", instance.text("job_params"));
    row.put("instance_params", instance.text("instance_params"));
    row.put("priority", (long) JobInstance.NORMAL_PRIORITY);
    row.put("expected_trigger_time", expected);
    row.put("actual_trigger_time", time(instance, "actual_trigger_time"));
    row.put("finished_time", time(instance, "finished_time"));
    row.put("last_report_time", time(instance, "last_report_time"));
    row.put("task_tracker_address", instance.text("task_tracker_address"));
    row.put("running_times", Math.max(0, instance.number("running_times", 0)));
    row.put("task_generation", 1L);
    row.put("result", instance.text("result"));
    row.put("gmt_create", instance.time("gmt_create", options.zoneOrLocal()).orElse(now));
    row.put("gmt_modified", instance.time("gmt_modified", options.zoneOrLocal()).orElse(now));
    boolean waits = status == InstanceStatus.WAITING_DISPATCH.getV() && !workflow;
    boolean scheduled = !workflow && isScheduled(job, expected);
    row.put(
        "trigger_type",
        (workflow ? Trigger.WORKFLOW : scheduled ? Trigger.SCHEDULE : Trigger.API).name());
    // The line of the ledger: no second instance can be made for that instant.
    row.put("due_time", scheduled && (waits || isNextDue(job, expected)) ? expected : null);
    row.put("deadline", waits ? expected : null);
    row.put("status", status);
    if (!waits && !InstanceStatus.FINISHED_STATUS.contains((int) status)) {
      end(row, workflow, job);
    }
    return row;
  }

  private void end(Map<String, Object> row, boolean workflow, Optional<OriginalRow> job) {
    boolean resident =
        job.map(each -> each.number("time_expression_type", 0))
            .filter(type -> TimeExpressionType.FREQUENT_TYPES.contains(type.intValue()))
            .isPresent();
    row.put(
        "status",
        (long) (workflow || resident ? InstanceStatus.STOPPED : InstanceStatus.FAILED).getV());
    row.put("result", workflow ? WORKFLOW : resident ? REPLACED : UNKNOWN_END);
    row.put("finished_time", now.toEpochMilli());
    row.put("gmt_modified", now);
  }

  private static Long time(OriginalRow instance, String column) {
    return instance.number(column).filter(time -> time != NEVER && time > 0).orElse(null);
  }

  /** Schedules of the clock fire at whole seconds; what users ask for hardly ever does. */
  private static boolean isScheduled(Optional<OriginalRow> job, long expected) {
    return expected % 1_000 == 0
        && job.map(each -> each.number("time_expression_type", 0))
            .filter(
                type ->
                    type == TimeExpressionType.CRON.getV()
                        || type == TimeExpressionType.DAILY_TIME_INTERVAL.getV())
            .isPresent();
  }

  /** The original died between making an instance and moving the schedule on. */
  private static boolean isNextDue(Optional<OriginalRow> job, long expected) {
    return job.flatMap(each -> each.number("next_trigger_time"))
        .filter(next -> next == expected)
        .isPresent();
  }
}
