package tech.powerjob.it.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.AppApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.server.adopt.OriginalDatabase;

/** A database of PowerJob 5.1 is taken over by the command, and a server goes on with it. */
class AdoptIT {
  private static final Path JAR =
      Path.of(System.getProperty("powerjob.it.jar", "../powerjob-ear/target/powerjob.jar"));
  private static final long CRON = 41;
  private static final long API = 42;
  private static final long PERIOD = 5_000;

  @ParameterizedTest
  @CsvSource({"MYSQL, MYSQL, false", "POSTGRESQL, POSTGRESQL, true"})
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void databaseOfTheOriginal_isTakenOver(
      DatabaseKind kind, OriginalDatabase.Flavour flavour, boolean elsewhere, @TempDir Path folder)
      throws Exception {
    try (var database = DatabaseServer.start(kind, folder)) {
      var url = database.newDatabase();
      var into = elsewhere ? database.newDatabase() : url;
      // The original has served the instants before that, and made the instance for the next.
      long due = (System.currentTimeMillis() / PERIOD) * PERIOD - 2 * PERIOD;
      try (var connection = connect(url)) {
        fill(new OriginalDatabase(connection, flavour, "").create().accounts(), due);
        var before = content(connection);
        var options = new ArrayList<>(List.of("--url", url, "--user", DatabaseServer.USER));
        if (elsewhere) {
          options.addAll(List.of("--into", into));
        }
        var planned = adopt(options, "--dry-run");
        assertThat(planned)
            .contains("job 43 'sync_health_Zx81kk2Q' of application 6: its name is like")
            .contains("2  app_info")
            .contains("shop-app")
            .contains("Nothing was changed");
        assertThat(content(connection)).as("after the dry run").isEqualTo(before);

        assertThat(adopt(options)).contains("Done.");
        if (elsewhere) {
          assertThat(content(connection)).as("after the takeover").isEqualTo(before);
        }
      }
      assertThat(
              adopt(
                  List.of("--url", url, "--user", DatabaseServer.USER, "--into", into)
                      .subList(0, elsewhere ? 6 : 4)))
          .contains("taken over already");
      goOn(folder, into, due);
    }
  }

  private static void fill(OriginalDatabase original, long due) throws SQLException {
    original.job(
        CRON,
        "every five seconds",
        Map.of(
            "time_expression_type",
            2,
            "time_expression",
            "*/5 * * * * ?",
            "next_trigger_time",
            due));
    original.job(API, "by API", Map.of("job_params", "静态参数"));
    original.job(43, "sync_health_Zx81kk2Q", Map.of("status", 2));
    original.instance(
        CRON, 1, 5, Instant.ofEpochMilli(due - PERIOD), Instant.ofEpochMilli(due - PERIOD));
    original.instance(CRON, 2, 1, Instant.ofEpochMilli(due), Instant.ofEpochMilli(due - 900));
    original.instance(API, 3, 3, Instant.ofEpochMilli(due), Instant.ofEpochMilli(due));
  }

  private static void goOn(Path folder, String url, long due) throws Exception {
    var server =
        ServerProcess.in(folder.resolve("server"))
            .thatLastsLong()
            .withJvmOption("-Xmx1g")
            .with("POWERJOB_DB_URL", url)
            .with("POWERJOB_DB_USER", DatabaseServer.USER)
            .with("POWERJOB_DB_PASSWORD", DatabaseServer.PASSWORD);
    try (server;
        var client = started(server)) {
      // Users log in with their former passwords.
      AdminApi.login(server.url(""), OriginalDatabase.USER_PASSWORD);
      assertThat(login(server, "mia", OriginalDatabase.USER_PASSWORD)).contains("jwtToken");
      assertThat(login(server, "mia", "another")).doesNotContain("jwtToken");

      assertThat(client.fetchJob(API).getData().getJobParams()).isEqualTo("静态参数");
      await().atMost(Duration.ofSeconds(30)).until(() -> instances(client, CRON).size() >= 5);
      var instances = instances(client, CRON);
      assertThat(instances.stream().map(InstanceInfoDTO::getExpectedTriggerTime))
          .as("no instant twice")
          .doesNotHaveDuplicates()
          .contains(due - PERIOD, due);
      assertThat(instances.stream().filter(each -> each.getExpectedTriggerTime() == due).findAny())
          .as("the original made it, the new server ran it")
          .hasValueSatisfying(each -> assertThat(each.getInstanceParams()).isEqualTo("n2"));
      assertThat(instances(client, API))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.getStatus()).isEqualTo(4);
                assertThat(each.getResult()).contains("when PowerJob was taken over");
              });
      var audit =
          AppApi.login(server, "plain-app", OriginalDatabase.APP_PASSWORD)
              .get("/api/v1/jobs/%d/ledger-audit".formatted(CRON));
      assertThat(audit.get("missed")).as(audit.toString()).isEmpty();
      assertThat(audit.get("unexpected")).as(audit.toString()).isEmpty();
      assertThat(audit.get("expected").asInt()).isGreaterThan(3);
      // New ids go on where the former ones end.
      assertThat(client.copyJob(API).getData()).isEqualTo(44);
    }
  }

  private static PowerJobClient started(ServerProcess server) {
    server.start();
    return new PowerJobClient(server.address(), "plain-app", OriginalDatabase.APP_PASSWORD);
  }

  private static List<InstanceInfoDTO> instances(PowerJobClient client, long jobId) {
    var query = new InstancePageQuery();
    query.setJobIdEq(jobId);
    query.setPageSize(500);
    return client.queryInstanceInfo(query).getData().getData();
  }

  private static String login(ServerProcess server, String user, String password)
      throws IOException, InterruptedException {
    var body =
        "{\"loginType\":\"PWJB\",\"originParams\":\"{\\\"username\\\":\\\"%s\\\",\\\"password\\\":\\\"%s\\\"}\"}"
            .formatted(user, password);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.url("/auth/thirdPartyLoginDirect")))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, DatabaseServer.USER, DatabaseServer.PASSWORD);
  }

  /** Runs the command as users do, and returns what it says. */
  private static String adopt(List<String> options, String... more) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "adopt"));
    command.addAll(options);
    command.addAll(List.of(more));
    var output = Files.createTempFile("adopt", ".txt");
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("POWERJOB_ADOPT_PASSWORD", DatabaseServer.PASSWORD);
      builder.environment().put("POWERJOB_ADOPT_INTO_PASSWORD", DatabaseServer.PASSWORD);
      var process = builder.start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      var said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended).as(said).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      Files.delete(output);
    }
  }

  /** All tables with all rows. */
  private static List<String> content(Connection connection) throws SQLException {
    var names = new TreeSet<String>();
    try (var tables =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    var content = new ArrayList<String>();
    for (var name : names) {
      try (var select = connection.prepareStatement("SELECT * FROM " + name + " ORDER BY id");
          var rows = select.executeQuery()) {
        while (rows.next()) {
          var row = new StringBuilder(name);
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.append('|').append(rows.getString(i));
          }
          content.add(row.toString());
        }
      }
    }
    return content;
  }
}
