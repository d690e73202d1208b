package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.it.db.DatabaseKind;

/**
 * Ten thousand schedules are due at the same instant, while one of three servers is killed so that
 * the others look after its share too.
 */
@Tag("prove")
class RaceIT {
  private static final int JOBS = 10_000;
  private static final long FIRST_ID = 1_000_000;

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void allAtOnce_eachFiresAndRunsExactlyOnce(@TempDir Path folder) throws Exception {
    try (var cluster = Cluster.start(folder, DatabaseKind.MYSQL, 3, 0, 0, 0);
        var connection = cluster.connect()) {
      var due = Instant.now().plusSeconds(25).truncatedTo(ChronoUnit.SECONDS);
      var local = due.atZone(ZoneId.systemDefault());
      var expression =
          "%d %d %d * * ?".formatted(local.getSecond(), local.getMinute(), local.getHour());
      long template;
      try (var client = cluster.client()) {
        template = Cluster.save(client, "race", TimeExpressionType.CRON, expression, 0);
      }
      copy(connection, template);
      Cluster.pause(Math.max(0, due.toEpochMilli() - System.currentTimeMillis()));
      cluster.server(0).kill();
      long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
      while (count(connection, "status IN (4, 5)", due) < JOBS + 1 && System.nanoTime() < end) {
        Cluster.pause(500);
      }
      var ran = new HashMap<String, Integer>();
      for (var file : cluster.records()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("E "))
            .forEach(line -> ran.merge(line.split(" ")[1], 1, Integer::sum));
      }
      int fired = count(connection, "1 = 1", due);
      int succeeded = count(connection, "status = 5", due);
      long doubled = ran.values().stream().filter(times -> times > 1).count();
      System.out.printf(
          "PROOF race on MYSQL: schedules=%d fired=%d succeeded=%d ran=%d doubled=%d after %.1fs%n",
          JOBS + 1,
          fired,
          succeeded,
          ran.size(),
          doubled,
          (System.currentTimeMillis() - due.toEpochMilli()) / 1e3);
      assertThat(Map.of("fired", fired, "succeeded", succeeded, "ran", ran.size()))
          .isEqualTo(Map.of("fired", JOBS + 1, "succeeded", JOBS + 1, "ran", JOBS + 1));
      assertThat(doubled).isZero();
    }
  }

  private static int count(Connection connection, String condition, Instant due)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM instance_info WHERE due_time = ? AND " + condition)) {
      select.setLong(1, due.toEpochMilli());
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** Copies a row of job_info under new ids. */
  private static void copy(Connection connection, long template) throws SQLException {
    var columns = new StringBuilder();
    try (var rows =
        connection.getMetaData().getColumns(connection.getCatalog(), null, "job_info", null)) {
      while (rows.next()) {
        var name = rows.getString("COLUMN_NAME");
        if (!name.equals("id") && !name.equals("partition_no")) {
          columns.append(", ").append(name);
        }
      }
    }
    connection.setAutoCommit(false);
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO job_info (id, partition_no%1$s) SELECT ?, ?%1$s FROM job_info WHERE id = ?"
                .formatted(columns))) {
      for (long id = FIRST_ID; id < FIRST_ID + JOBS; id++) {
        insert.setLong(1, id);
        insert.setInt(2, Partitions.ofJob(id));
        insert.setLong(3, template);
        insert.addBatch();
        if (id % 500 == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }
}
