package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.RunNote;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.domain.workflow.WorkflowRuns;

/** Runs in {@code workflow_instance_info}. Thread-safe. */
public final class JdbcWorkflowRuns implements WorkflowRuns {
  private static final int IDS_PER_QUERY = 500;
  private static final String SELECT =
      "SELECT " + WorkflowRunRows.COLUMNS + " FROM workflow_instance_info ";

  private final Transactions transactions;

  public JdbcWorkflowRuns(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Optional<WorkflowRun> find(long wfInstanceId) {
    return findAll(List.of(wfInstanceId)).stream().findFirst();
  }

  @Override
  public List<WorkflowRun> findAll(Collection<Long> wfInstanceIds) {
    var ids = List.copyOf(wfInstanceIds);
    var found = new ArrayList<WorkflowRun>(ids.size());
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      var some = ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY));
      found.addAll(
          select(
              "WHERE wf_instance_id IN (" + ValueList.marks(some.size()) + ")",
              select -> ValueList.setLongs(select, 0, some)));
    }
    return found;
  }

  @Override
  public List<WorkflowRun> findDue(Partitions partitions, Instant until, int limit) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    return select(
        "WHERE deadline >= 0 AND deadline <= ?"
            + JdbcInstances.inPartitions(partitions)
            + " ORDER BY deadline LIMIT "
            + limit,
        select -> select.setLong(1, until.toEpochMilli()));
  }

  @Override
  public void insert(List<WorkflowRun> runs) {
    transactions.commit(
        connection -> {
          insert(connection, runs);
          return null;
        });
    transactions.touched().runs(runs);
  }

  /** Inserts within the caller's transaction. */
  public static void insert(Connection connection, List<WorkflowRun> runs) throws SQLException {
    try (var insert = connection.prepareStatement(WorkflowRunRows.INSERT)) {
      for (var run : runs) {
        WorkflowRunRows.bind(insert, run);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The ends of those of these job instances that have ended. */
  public List<RunEvent> ends(Collection<Long> instanceIds) {
    var ids = List.copyOf(instanceIds);
    var ends = new ArrayList<RunEvent>();
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      var some = ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY));
      ends.addAll(transactions.read(connection -> ends(connection, some)));
    }
    return ends;
  }

  private static List<RunEvent> ends(Connection connection, List<Long> ids) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT instance_id, status, result, finished_time, gmt_modified, appended_wf_context"
                + " FROM instance_info WHERE instance_id IN ("
                + ValueList.marks(ids.size())
                + ") AND status IN (4, 5, 9, 10)")) {
      ValueList.setLongs(select, 0, ids);
      try (var rows = select.executeQuery()) {
        var ends = new ArrayList<RunEvent>();
        while (rows.next()) {
          long finished = rows.getLong(4);
          ends.add(
              new RunEvent.InstanceEnded(
                  rows.getLong(1),
                  InstanceStatus.of(rows.getInt(2)),
                  rows.getString(3),
                  finished == 0 ? rows.getTimestamp(5).toInstant() : Instant.ofEpochMilli(finished),
                  WorkflowRunRows.texts(rows.getString(6))));
        }
        return ends;
      }
    }
  }

  /**
   * Looks at runs later, if they are still at the version that was looked at now. They keep it.
   *
   * @param deadlines when, by run
   */
  public void postpone(Map<WorkflowRun, Instant> deadlines) {
    var ordered =
        deadlines.entrySet().stream()
            .sorted((a, b) -> Long.compare(a.getKey().wfInstanceId(), b.getKey().wfInstanceId()))
            .toList();
    transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE workflow_instance_info SET deadline = ?"
                      + " WHERE wf_instance_id = ? AND version = ?")) {
            for (var each : ordered) {
              update.setLong(1, each.getValue().toEpochMilli());
              update.setLong(2, each.getKey().wfInstanceId());
              update.setLong(3, each.getKey().version());
              update.addBatch();
            }
            return update.executeBatch();
          }
        });
  }

  /** The decisions in the course of a run, first first. */
  public List<RunNote> notes(long wfInstanceId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT node_id, event_time, kind, detail, data FROM workflow_event"
                      + " WHERE wf_instance_id = ? ORDER BY id")) {
            select.setLong(1, wfInstanceId);
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<RunNote>();
              while (rows.next()) {
                long node = rows.getLong(1);
                found.add(
                    new RunNote(
                        wfInstanceId,
                        rows.wasNull() ? null : node,
                        Instant.ofEpochMilli(rows.getLong(2)),
                        RunNote.Kind.valueOf(rows.getString(3)),
                        rows.getString(4),
                        JsonConverters.readMap(rows.getString(5))));
              }
              return found;
            }
          }
        });
  }

  /** Results and parameters of job instances, by id: what a run's own row does not hold. */
  public Map<Long, Shown> shown(Collection<Long> instanceIds) {
    var ids = List.copyOf(instanceIds);
    var shown = new LinkedHashMap<Long, Shown>();
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      var some = ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY));
      transactions.read(
          connection -> {
            try (var select =
                connection.prepareStatement(
                    "SELECT instance_id, result, job_params FROM instance_info"
                        + " WHERE instance_id IN ("
                        + ValueList.marks(some.size())
                        + ")")) {
              ValueList.setLongs(select, 0, some);
              try (var rows = select.executeQuery()) {
                while (rows.next()) {
                  shown.put(rows.getLong(1), new Shown(rows.getString(2), rows.getString(3)));
                }
                return null;
              }
            }
          });
    }
    return shown;
  }

  /** What people see of a job instance in its run. */
  public record Shown(String result, String params) {}

  /** Runs that meet a condition. */
  List<WorkflowRun> select(String condition, Binder binder) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(SELECT + condition)) {
            binder.bind(select);
            return WorkflowRunRows.readAll(select);
          }
        });
  }

  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement select) throws SQLException;
  }
}
