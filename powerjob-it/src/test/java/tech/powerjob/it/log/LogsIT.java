package tech.powerjob.it.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.Workers;
import tech.powerjob.it.httpworker.ScriptedWorker;
import tech.powerjob.worker.PowerJobWorker;

@Timeout(180)
class LogsIT {
  private static final String APP = "talking";
  private static final String PASSWORD = "password-of-talking";
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private static Path folder;

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static long appId;
  private static long job;
  private static Calls app;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServerProcess.in(folder)
            .with("POWERJOB_LOG_RUN_LIMIT", "1")
            .with("POWERJOB_HTTP_WORKERS_ALLOW", "127.0.0.1")
            .withJvmOption("-Xmx512m")
            .start();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    worker = Workers.start(server, APP, PASSWORD);
    app = Calls.asApp(server, APP, PASSWORD);
    job = TalkingProcessor.save(server, APP, PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    if (worker != null) {
      worker.destroy();
    }
    if (server != null) {
      server.close();
    }
  }

  private static String run(String params) {
    return app.post("/api/v1/jobs/" + job + "/runs", Calls.map("instanceParams", params))
        .json(201)
        .path("instanceId")
        .asText();
  }

  private static JsonNode logs(String instance, String query) {
    return app.get("/api/v1/instances/" + instance + "/logs?" + query).json(200);
  }

  /** All lines, once there are so many. */
  private static List<JsonNode> all(String instance, long total) {
    await("the log of " + instance)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> logs(instance, "limit=1").path("total").asLong() >= total);
    var lines = new ArrayList<JsonNode>();
    var cursor = "0";
    while (true) {
      var answer = logs(instance, "limit=1000&cursor=" + cursor);
      answer.path("lines").forEach(lines::add);
      if (answer.path("next").asText().equals(cursor)) {
        return lines;
      }
      cursor = answer.path("next").asText();
    }
  }

  private static List<String> firstWords(List<JsonNode> lines) {
    return lines.stream()
        .map(line -> line.path("content").asText().replaceAll("^(line [0-9]+) .*", "$1"))
        .toList();
  }

  private static List<String> counted(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "line " + i).toList();
  }

  @Test
  void linesOfRunsAtTheSameTime_areInOrder_pagedAndSearched() {
    var instances = IntStream.range(0, 4).mapToObj(i -> run("2500 20 500")).toList();
    for (var instance : instances) {
      var lines = all(instance, 2500);
      assertThat(firstWords(lines)).isEqualTo(counted(1, 2500));
      assertThat(lines.get(2499).path("number").asLong()).isEqualTo(2500);
    }
    var instance = instances.get(0);
    assertThat(logs(instance, "level=WARN&limit=1000").path("lines")).hasSize(250);
    var found = logs(instance, "text=LINE+250&limit=20");
    assertThat(found.path("lines")).as("250 and 2500").hasSize(2);
    assertThat(found.at("/lines/0/content").asText()).startsWith("line 250 ");
    assertThat(logs(instance, "last=3").at("/lines/0/number").asLong()).isEqualTo(2498);
    assertThat(logs(instance, "worker=nobody").path("lines")).isEmpty();
    assertThat(app.get("/api/v1/instances/" + instance + "/logs?follow=99").status())
        .isEqualTo(400);

    var admin = Calls.asAdmin(server);
    var page =
        admin.get("/instance/log?appId=" + appId + "&instanceId=" + instance + "&index=3").data();
    assertThat(page.path("totalPages").asInt()).isEqualTo(25);
    assertThat(page.path("data").asText().lines())
        .hasSize(100)
        .first()
        .asString()
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\[.+:\\d+\\] INFO line 301 x+");
    var download = app.get("/api/v1/instances/" + instance + "/logs/download").text();
    assertThat(download.lines().map(line -> line.replaceAll(".* (line [0-9]+) .*", "$1")).toList())
        .isEqualTo(counted(1, 2500));
  }

  @Test
  void runThatWritesTooMuch_keepsItsBeginningAndEnd_andSaysWhatIsMissing() {
    int written = 6_000;
    var instance = run(written + " 500 200");
    var lines = all(instance, written);
    var words = firstWords(lines);
    var marker =
        lines.stream()
            .filter(line -> line.path("worker").asText().equals("server"))
            .findFirst()
            .orElseThrow();
    int place = lines.indexOf(marker);
    int missing = written - (lines.size() - 1);
    assertThat(marker.path("content").asText()).contains(missing + " lines are missing here");
    assertThat(missing).isBetween(3_500, 5_500);
    assertThat(words.subList(0, place)).isEqualTo(counted(1, place));
    assertThat(words.subList(place + 1, lines.size()))
        .isEqualTo(counted(place + missing + 1, written));
  }

  @Test
  void serverThatIsKilledInBetween_losesAndDoublesNoLine() throws Exception {
    var instance = run("3000 20 5");
    await("a third of the lines")
        .atMost(SOON)
        .until(() -> logs(instance, "limit=1").path("total").asLong() > 1_000);
    server.kill();
    server.start();
    app = Calls.asApp(server, APP, PASSWORD);

    assertThat(firstWords(all(instance, 3000))).isEqualTo(counted(1, 3000));
  }

  @Test
  void followingWaits_untilALineCame() {
    var instance = run("60 10 1");
    var lines = new ArrayList<JsonNode>();
    var cursor = "0";
    int answers = 0;
    while (lines.size() < 60 && answers++ < 60) {
      var answer = logs(instance, "follow=10&cursor=" + cursor);
      assertThat(answer.path("lines").size() > 0 || answer.path("ended").asBoolean()).isTrue();
      answer.path("lines").forEach(lines::add);
      cursor = answer.path("next").asText();
    }
    assertThat(firstWords(lines)).isEqualTo(counted(1, 60));
  }

  @Test
  void linesOfAWorkerThatSpeaksHttp_areKept() {
    var instance = run("1 1 1");
    all(instance, 1);
    try (var http = new ScriptedWorker(server.url(""))) {
      assertThat(http.beat(appId, "x").statusCode()).isEqualTo(200);
      var told =
          """
          {"workerAddress":"%s","instanceLogContents":[
            {"instanceId":%s,"logTime":1795374361651,"logLevel":4,"logContent":"by <b>HTTP</b>"},
            {"instanceId":%s,"logTime":1795374361652,"logContent":"again"}]}"""
              .formatted(http.address(), instance, instance);
      assertThat(http.tell("reportLog", told).statusCode()).isEqualTo(200);

      var lines = all(instance, 3);
      assertThat(lines.get(1).path("content").asText()).isEqualTo("by <b>HTTP</b>");
      assertThat(lines.get(1).path("level").asText()).isEqualTo("ERROR");
      assertThat(lines.get(1).path("worker").asText()).isEqualTo(http.address());
      assertThat(lines.get(2).path("level").asText()).isEqualTo("INFO");
    }
  }
}
