package tech.powerjob.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.worker.Partitions;

/** Finished instances and lines of the audit log by the million, written straight into tables. */
final class StoredInstances {
  private static final int BATCH = 1_000;

  /** Well within what is kept. */
  private static final Duration PAST = Duration.ofDays(5);

  private static final int SUCCEED = 5;
  private static final int FAILED = 4;
  private static final int STOPPED = 10;

  private StoredInstances() {}

  /**
   * Adds finished instances of jobs with ids in a row, evenly over the last days.
   *
   * @param firstJob lowest id of the jobs
   * @param jobs how many there are
   */
  static void write(Connection connection, long appId, long firstJob, int jobs, int instances)
      throws SQLException {
    var end = Instant.now().minusSeconds(60);
    long from = end.minus(PAST).toEpochMilli();
    long span = PAST.toMillis();
    connection.setAutoCommit(false);
    try (var indexes = new PutOffIndexes(connection, "instance_info");
        var insert =
            connection.prepareStatement(
                "INSERT INTO instance_info (instance_id, job_id, app_id, partition_no, type, status,"
                    + " dispatch_epoch, trigger_type, priority, due_time, expected_trigger_time,"
                    + " actual_trigger_time, finished_time, running_times, task_generation,"
                    + " task_tracker_address, result, gmt_create, gmt_modified)"
                    + " VALUES (?,?,?,?,1,?,1,'SCHEDULE',0,?,?,?,?,1,0,'127.0.0.1:27777',?,"
                    + " CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)")) {
      for (int i = 0; i < instances; i++) {
        long at = from + (long) ((double) i / instances * span);
        // Neighbours in time are of different jobs.
        long job = firstJob + (i * 7_919L) % jobs;
        int status = i % 1_000 == 7 ? FAILED : i % 5_000 == 11 ? STOPPED : SUCCEED;
        insert.setLong(1, InstanceIds.firstOf(Instant.ofEpochMilli(at)) + i % 4_096);
        insert.setLong(2, job);
        insert.setLong(3, appId);
        insert.setInt(4, Partitions.ofJob(job));
        insert.setInt(5, status);
        insert.setLong(6, at);
        insert.setLong(7, at);
        insert.setLong(8, at + 3);
        insert.setLong(9, at + 120);
        insert.setString(10, "processed " + i + " records");
        insert.addBatch();
        if ((i + 1) % BATCH == 0 || i + 1 == instances) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
  }

  /** Adds lines of the audit log, a twentieth of them about one job. */
  static void audit(Connection connection, long appId, int lines) throws SQLException {
    long from = Instant.now().minus(PAST).toEpochMilli();
    long span = PAST.toMillis();
    connection.setAutoCommit(false);
    try (var indexes = new PutOffIndexes(connection, "audit_log");
        var insert =
            connection.prepareStatement(
                "INSERT INTO audit_log (event_time, actor_type, actor_id, actor_name, remote_address,"
                    + " action, object_type, object_id, app_id, outcome, before_json, after_json, reason)"
                    + " VALUES (?,'USER',?,?,'127.0.0.1','job.edit','job',?,?,'DONE',?,?,'')")) {
      for (int i = 0; i < lines; i++) {
        insert.setLong(1, from + (long) ((double) i / lines * span));
        insert.setLong(2, i % 50 + 1);
        insert.setString(3, "PWJB_user" + i % 50);
        insert.setString(4, String.valueOf(i % 20 == 0 ? 1 : i));
        insert.setLong(5, appId);
        insert.setString(6, "{\"jobName\":\"before " + i + "\"}");
        insert.setString(7, "{\"jobName\":\"after " + i + "\"}");
        insert.addBatch();
        if ((i + 1) % BATCH == 0 || i + 1 == lines) {
          insert.executeBatch();
          connection.commit();
        }
      }
    }
  }
}
