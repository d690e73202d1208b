package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmRule;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Expired;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.Refused;
import tech.powerjob.server.workflow.run.RunPart;

/**
 * Writes down, in the transaction in which runs fail, that somebody is to be told of it, with all
 * that they will be told: a moment later the run may be under way again. Runs that do not fail cost
 * nothing, and those whose job names no receivers are looked up, but leave no line.
 */
final class RaisedAlarms {
  /** Longer parameters and results are cut: nobody reads them in a mail. */
  private static final int LONGEST_TEXT = 16_000;

  /** A larger graph is left out. */
  private static final int LARGEST_GRAPH = 200_000;

  private static final int IDS_PER_QUERY = 500;

  private static final String HAS_RECEIVERS =
      " AND %1$s.notify_user_ids IS NOT NULL AND %1$s.notify_user_ids <> ''";

  private static final String INSERT =
      "INSERT INTO alarm (app_id, kind, object_id, object_name, instance_id, raised_at, receivers,"
          + " alert_threshold, window_millis, silence_millis, payload, state, decide_at, others)"
          + " VALUES (?,?,?,?,?,?,?,?,?,?,?,'WAITING',?,0)";

  private RaisedAlarms() {}

  private record Raised(
      long appId,
      AlarmKind kind,
      long objectId,
      String objectName,
      long instanceId,
      Instant at,
      String receivers,
      Optional<AlarmRule> rule,
      Map<String, Object> payload) {}

  /** For those of these changes by which an instance has failed for good. */
  static void ofInstances(Connection connection, List<InstanceChange> effective)
      throws SQLException {
    var failed = new LinkedHashMap<Long, Instant>();
    for (var change : effective) {
      if (fails(change)) {
        failed.put(change.target().instanceId(), change.at());
      }
    }
    var ids = List.copyOf(failed.keySet());
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      var some = ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY));
      insert(connection, jobs(connection, some, failed));
    }
  }

  private static boolean fails(InstanceChange change) {
    return change instanceof Refused
        || change instanceof Expired
        || change instanceof Finished finished && !finished.succeeded();
  }

  private static List<Raised> jobs(
      Connection connection, List<Long> ids, Map<Long, Instant> failedAt) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT i.instance_id, i.job_id, i.app_id, j.job_name, i.job_params AS run_job_params,"
                + " j.job_params, j.time_expression_type, j.time_expression, j.execute_type,"
                + " j.processor_type, j.processor_info, i.instance_params, i.result,"
                + " i.expected_trigger_time, i.actual_trigger_time, i.finished_time,"
                + " i.task_tracker_address, j.notify_user_ids, j.alarm_config"
                + " FROM instance_info i JOIN job_info j ON j.id = i.job_id"
                + " WHERE i.instance_id IN ("
                + ValueList.marks(ids.size())
                + ")"
                + HAS_RECEIVERS.formatted("j"))) {
      ValueList.setLongs(select, 0, ids);
      try (var rows = select.executeQuery()) {
        var raised = new ArrayList<Raised>();
        while (rows.next()) {
          raised.add(job(rows, failedAt.get(rows.getLong("instance_id"))));
        }
        return raised;
      }
    }
  }

  private static Raised job(ResultSet row, Instant at) throws SQLException {
    var ownParams = row.getString("run_job_params");
    var payload = new LinkedHashMap<String, Object>();
    payload.put("appId", row.getLong("app_id"));
    payload.put("jobId", row.getLong("job_id"));
    payload.put("instanceId", row.getLong("instance_id"));
    payload.put("jobName", row.getString("job_name"));
    payload.put(
        "jobParams",
        shorten(
            ownParams == null || ownParams.isEmpty() ? row.getString("job_params") : ownParams));
    payload.put("timeExpressionType", row.getInt("time_expression_type"));
    payload.put("timeExpression", row.getString("time_expression"));
    payload.put("executeType", row.getInt("execute_type"));
    payload.put("processorType", row.getInt("processor_type"));
    payload.put("processorInfo", row.getString("processor_info"));
    payload.put("instanceParams", shorten(row.getString("instance_params")));
    payload.put("result", shorten(row.getString("result")));
    payload.put("expectedTriggerTime", number(row, "expected_trigger_time"));
    payload.put("actualTriggerTime", number(row, "actual_trigger_time"));
    payload.put("finishedTime", number(row, "finished_time"));
    payload.put("taskTrackerAddress", row.getString("task_tracker_address"));
    return new Raised(
        row.getLong("app_id"),
        AlarmKind.JOB,
        row.getLong("job_id"),
        row.getString("job_name"),
        row.getLong("instance_id"),
        at,
        row.getString("notify_user_ids"),
        AlarmRule.ofSecondLevel(
            row.getInt("time_expression_type"),
            row.getString("time_expression"),
            config(row.getString("alarm_config"))),
        payload);
  }

  /** A rule that cannot be read must not keep a run from its end. */
  private static AlarmConfig config(String text) {
    try {
      return JsonConverters.read(text, AlarmConfig.class);
    } catch (IllegalStateException e) {
      return null;
    }
  }

  /** For those of these steps by which a run of a workflow has failed. */
  static void ofRuns(Connection connection, List<RunPart> stored, Instant now) throws SQLException {
    var failed =
        stored.stream()
            .filter(part -> part.advance().ends())
            .filter(part -> part.advance().after().status() == WorkflowInstanceStatus.FAILED)
            .toList();
    if (failed.isEmpty()) {
      return;
    }
    var workflows =
        failed.stream()
            .map(part -> part.definition().workflowId())
            .collect(Collectors.toCollection(TreeSet::new));
    var raised = new ArrayList<Raised>();
    for (var workflowId : workflows) {
      try (var select =
          connection.prepareStatement(
              "SELECT w.wf_name, w.time_expression_type, w.time_expression, w.notify_user_ids"
                  + " FROM workflow_info w WHERE w.id = ?"
                  + HAS_RECEIVERS.formatted("w"))) {
        select.setLong(1, workflowId);
        try (var rows = select.executeQuery()) {
          if (rows.next()) {
            for (var part : failed) {
              if (part.definition().workflowId() == workflowId) {
                raised.add(run(rows, part, now));
              }
            }
          }
        }
      }
    }
    insert(connection, raised);
  }

  private static Raised run(ResultSet workflow, RunPart part, Instant now) throws SQLException {
    var run = part.advance().after();
    var payload = new LinkedHashMap<String, Object>();
    payload.put("workflowName", workflow.getString("wf_name"));
    payload.put("appId", part.definition().appId());
    payload.put("workflowId", part.definition().workflowId());
    payload.put("wfInstanceId", run.wfInstanceId());
    payload.put("status", run.status().getV());
    payload.put("peWorkflowDAG", AlarmedGraph.of(part.definition().graph(), run, LARGEST_GRAPH));
    payload.put("result", shorten(run.result()));
    payload.put("actualTriggerTime", run.actualTriggerTime().toEpochMilli());
    payload.put("finishedTime", run.finishedTime().map(Instant::toEpochMilli).orElse(null));
    payload.put("timeExpressionType", workflow.getInt("time_expression_type"));
    payload.put("timeExpression", workflow.getString("time_expression"));
    return new Raised(
        part.definition().appId(),
        AlarmKind.WORKFLOW,
        part.definition().workflowId(),
        workflow.getString("wf_name"),
        run.wfInstanceId(),
        now,
        workflow.getString("notify_user_ids"),
        Optional.empty(),
        payload);
  }

  private static void insert(Connection connection, List<Raised> raised) throws SQLException {
    if (raised.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(INSERT)) {
      for (var each : raised) {
        bind(insert, each);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(PreparedStatement insert, Raised raised) throws SQLException {
    insert.setLong(1, raised.appId());
    insert.setString(2, raised.kind().name());
    insert.setLong(3, raised.objectId());
    insert.setString(4, raised.objectName());
    insert.setLong(5, raised.instanceId());
    insert.setLong(6, raised.at().toEpochMilli());
    insert.setString(7, raised.receivers());
    if (raised.rule().isPresent()) {
      var rule = raised.rule().get();
      insert.setInt(8, rule.threshold());
      insert.setLong(9, rule.window().toMillis());
      insert.setLong(10, rule.silence().toMillis());
    } else {
      insert.setNull(8, Types.INTEGER);
      insert.setNull(9, Types.BIGINT);
      insert.setNull(10, Types.BIGINT);
    }
    insert.setString(11, JsonConverters.write(raised.payload()));
    insert.setLong(12, raised.at().toEpochMilli());
  }

  private static String shorten(String text) {
    if (text == null || text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = LONGEST_TEXT - (Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0);
    return text.substring(0, end) + "…";
  }

  private static Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
