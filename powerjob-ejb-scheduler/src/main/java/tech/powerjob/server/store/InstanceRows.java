package tech.powerjob.server.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.instance.WaitingFor;

/** Rows of {@code instance_info} and back. */
final class InstanceRows {
  static final String COLUMNS =
      "instance_id, job_id, app_id, partition_no, type, wf_instance_id, status, dispatch_epoch,"
          + " job_params, instance_params, outer_key, extend_value, trigger_type,"
          + " priority, due_time,"
          + " expected_trigger_time, actual_trigger_time, finished_time, last_report_time,"
          + " deadline, start_by, finish_by, worker_id, task_tracker_address,"
          + " designated_worker, running_times,"
          + " task_generation, waiting_for,"
          + " result, gmt_create,"
          + " gmt_modified";

  static final String INSERT =
      "INSERT INTO instance_info ("
          + COLUMNS
          + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  /** {@link JobInstance#turn()} as an expression. */
  static final String TURN =
      "GREATEST(expected_trigger_time, FLOOR(instance_id / %d) + %d) - priority * %d"
          .formatted(
              InstanceIds.PER_MILLI,
              InstanceIds.instantOf(0).toEpochMilli(),
              JobInstance.AGEING_MILLIS);

  private InstanceRows() {}

  static void bind(PreparedStatement insert, JobInstance instance) throws SQLException {
    int i = 0;
    insert.setLong(++i, instance.instanceId());
    insert.setLong(++i, instance.jobId());
    insert.setLong(++i, instance.appId());
    insert.setInt(++i, instance.partition());
    insert.setInt(
        ++i,
        instance.wfInstanceId().isPresent()
            ? InstanceType.WORKFLOW.getV()
            : InstanceType.NORMAL.getV());
    setLong(insert, ++i, instance.wfInstanceId());
    insert.setInt(++i, instance.status().getV());
    insert.setLong(++i, instance.epoch());
    insert.setString(++i, instance.jobParams());
    insert.setString(++i, instance.instanceParams());
    insert.setString(++i, instance.outerKey());
    insert.setString(++i, instance.extendValue());
    insert.setString(++i, instance.trigger().name());
    insert.setInt(++i, instance.priority());
    setInstant(insert, ++i, instance.dueTime());
    setInstant(insert, ++i, Optional.of(instance.expectedTriggerTime()));
    setInstant(insert, ++i, instance.actualTriggerTime());
    setInstant(insert, ++i, instance.finishedTime());
    setInstant(insert, ++i, instance.lastReportTime());
    setInstant(insert, ++i, instance.deadline());
    setInstant(insert, ++i, instance.startBy());
    setInstant(insert, ++i, instance.finishBy());
    insert.setString(++i, instance.workerId());
    insert.setString(++i, instance.taskTrackerAddress());
    insert.setString(++i, instance.designatedWorker());
    insert.setLong(++i, instance.runningTimes());
    insert.setInt(++i, instance.taskGeneration());
    insert.setString(++i, instance.waitingFor().map(Enum::name).orElse(null));
    insert.setString(++i, instance.result());
    insert.setTimestamp(++i, Timestamp.from(instance.created()));
    insert.setTimestamp(++i, Timestamp.from(instance.modified()));
  }

  static List<JobInstance> readAll(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      var found = new ArrayList<JobInstance>();
      while (rows.next()) {
        found.add(read(rows));
      }
      return found;
    }
  }

  private static JobInstance read(ResultSet row) throws SQLException {
    return new JobInstance.Builder()
        .identity(
            row.getLong("instance_id"),
            row.getLong("job_id"),
            row.getLong("app_id"),
            row.getInt("partition_no"))
        .wfInstanceId(getLong(row, "wf_instance_id"))
        .status(InstanceStatus.of(row.getInt("status")))
        .epoch(row.getLong("dispatch_epoch"))
        .jobParams(row.getString("job_params"))
        .instanceParams(row.getString("instance_params"))
        .outerKey(row.getString("outer_key"))
        .extendValue(row.getString("extend_value"))
        .trigger(Trigger.valueOf(row.getString("trigger_type")))
        .priority(row.getInt("priority"))
        .dueTime(getInstant(row, "due_time"))
        .expectedTriggerTime(getInstant(row, "expected_trigger_time").orElseThrow())
        .actualTriggerTime(getInstant(row, "actual_trigger_time"))
        .finishedTime(getInstant(row, "finished_time"))
        .lastReportTime(getInstant(row, "last_report_time"))
        .deadline(getInstant(row, "deadline"))
        .startBy(getInstant(row, "start_by"))
        .finishBy(getInstant(row, "finish_by"))
        .workerId(row.getString("worker_id"))
        .taskTrackerAddress(row.getString("task_tracker_address"))
        .designatedWorker(row.getString("designated_worker"))
        .runningTimes(row.getLong("running_times"))
        .taskGeneration(row.getInt("task_generation"))
        .waitingFor(Optional.ofNullable(row.getString("waiting_for")).map(WaitingFor::valueOf))
        .result(row.getString("result"))
        .created(row.getTimestamp("gmt_create").toInstant())
        .modified(row.getTimestamp("gmt_modified").toInstant())
        .build();
  }

  static void setInstant(PreparedStatement statement, int index, Optional<Instant> instant)
      throws SQLException {
    setLong(statement, index, instant.map(Instant::toEpochMilli));
  }

  private static void setLong(PreparedStatement statement, int index, Optional<Long> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(index, value.get());
    } else {
      statement.setNull(index, Types.BIGINT);
    }
  }

  private static Optional<Long> getLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private static Optional<Instant> getInstant(ResultSet row, String column) throws SQLException {
    return getLong(row, column).map(Instant::ofEpochMilli);
  }
}
