package tech.powerjob.server.store;

import static tech.powerjob.server.store.InstanceRows.setInstant;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.WorkflowRun;

/** Rows of {@code workflow_instance_info} and back. */
final class WorkflowRunRows {
  static final String COLUMNS =
      "wf_instance_id, parent_wf_instance_id, workflow_id, workflow_version, app_id, partition_no,"
          + " status, version, wf_init_params, wf_context, state, result, expected_trigger_time,"
          + " actual_trigger_time, finished_time, due_time, deadline, gmt_create, gmt_modified";

  static final String INSERT =
      "INSERT INTO workflow_instance_info ("
          + COLUMNS
          + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  private WorkflowRunRows() {}

  static void bind(PreparedStatement insert, WorkflowRun run) throws SQLException {
    int i = 0;
    insert.setLong(++i, run.wfInstanceId());
    if (run.parent().isPresent()) {
      insert.setLong(++i, run.parent().get());
    } else {
      insert.setNull(++i, Types.BIGINT);
    }
    insert.setLong(++i, run.workflowId());
    insert.setInt(++i, run.workflowVersion());
    insert.setLong(++i, run.appId());
    insert.setInt(++i, run.partition());
    insert.setInt(++i, run.status().getV());
    insert.setLong(++i, run.version());
    insert.setString(++i, run.initParams());
    insert.setString(++i, context(run.context()));
    insert.setString(++i, RunStateJson.write(run.state()));
    insert.setString(++i, run.result());
    insert.setLong(++i, run.expectedTriggerTime().toEpochMilli());
    insert.setLong(++i, run.actualTriggerTime().toEpochMilli());
    setInstant(insert, ++i, run.finishedTime());
    setInstant(insert, ++i, run.dueTime());
    setInstant(insert, ++i, run.deadline());
    insert.setTimestamp(++i, Timestamp.from(run.created()));
    insert.setTimestamp(++i, Timestamp.from(run.modified()));
  }

  static String context(Map<String, String> context) {
    return JsonConverters.write(context);
  }

  static List<WorkflowRun> readAll(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      var found = new ArrayList<WorkflowRun>();
      while (rows.next()) {
        found.add(read(rows));
      }
      return found;
    }
  }

  private static WorkflowRun read(ResultSet row) throws SQLException {
    return new WorkflowRun(
        row.getLong("wf_instance_id"),
        row.getLong("workflow_id"),
        row.getInt("workflow_version"),
        row.getLong("app_id"),
        row.getInt("partition_no"),
        number(row, "parent_wf_instance_id"),
        WorkflowInstanceStatus.of(row.getInt("status")),
        row.getLong("version"),
        row.getString("wf_init_params"),
        texts(row.getString("wf_context")),
        RunStateJson.read(row.getString("state")),
        row.getString("result"),
        Instant.ofEpochMilli(row.getLong("expected_trigger_time")),
        Instant.ofEpochMilli(row.getLong("actual_trigger_time")),
        instant(row, "finished_time"),
        instant(row, "due_time"),
        instant(row, "deadline"),
        row.getTimestamp("gmt_create").toInstant(),
        row.getTimestamp("gmt_modified").toInstant());
  }

  /** A JSON object of texts; empty for {@code null}. */
  static Map<String, String> texts(String json) {
    return json == null ? Map.of() : JsonConverters.readTexts(json);
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return number(row, column).map(Instant::ofEpochMilli);
  }
}
