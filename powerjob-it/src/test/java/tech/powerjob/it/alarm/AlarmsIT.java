package tech.powerjob.it.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tech.powerjob.it.Calls.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.console.Browsing;
import tech.powerjob.it.console.OpenPage;

/** One server, a real mail server and a real web hook; no worker, so that every run fails. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlarmsIT {
  private static final String APP = "alarmed";
  private static final String OTHER_APP = "other";
  private static final String PASSWORD = "password-of-alarmed";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int SILENCE_SECONDS = 8;

  @TempDir static Path folder;

  private static GreenMail mails;
  private static WebhookReceiver hook;
  private static Path pager;
  private static ServerProcess server;

  @RegisterExtension static final Browsing BROWSING = new Browsing(() -> server);

  private static Calls admin;
  private static long appId;
  private static long jane;
  private static AlarmPages pages;
  private static long otherId;
  private static Calls app;
  private static Calls other;
  private static long reportId;
  private static String reportRun;

  @BeforeAll
  static void start() throws Exception {
    var plugins = Files.createDirectory(folder.resolve("plugins"));
    FilePager.pack(plugins.resolve("file-pager.jar"));
    pager = folder.resolve("pages.txt");
    mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    hook = new WebhookReceiver();
    server =
        ServerProcess.in(folder.resolve("server"))
            .withJvmOption("-Xmx1g")
            .with("POWERJOB_ALARM_MAIL_HOST", "127.0.0.1")
            .with("POWERJOB_ALARM_MAIL_PORT", Integer.toString(mails.getSmtp().getPort()))
            .with("POWERJOB_ALARM_MAIL_TLS", "none")
            .with("POWERJOB_ALARM_MAIL_FROM", "jobs@example.org")
            .with("POWERJOB_ALARM_WEBHOOK_ALLOW", "127.0.0.1")
            .with("POWERJOB_ALARM_SILENCE", Integer.toString(SILENCE_SECONDS))
            .with("POWERJOB_ALARM_PLUGINS", plugins.toString())
            .with(FilePager.FILE, pager.toString())
            .with("POWERJOB_ALARM_CONSOLE_URL", "https://jobs.example.org/")
            .start();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    admin = Calls.asAdmin(server);
    jane = admin.get("/user/detail").data().path("id").asLong();
    describe("jane@example.org", hook.address());
    reportId = job("夜间 report", map());
    reportRun = run(reportId);
    // Meanwhile the server, which has just started, gives workers some seconds to come.
    pages = new AlarmPages(BROWSING, server, appId);
    otherId = AdminApi.login(server).createApp(OTHER_APP, PASSWORD);
    app = Calls.asApp(server, APP, PASSWORD);
    other = Calls.asApp(server, OTHER_APP, PASSWORD);
  }

  private static void describe(String email, String webHook) {
    admin
        .post("/user/modify", map("id", jane, "nick", "Jane", "email", email, "webHook", webHook))
        .data();
  }

  @AfterAll
  static void stop() {
    server.close();
    hook.close();
    mails.stop();
  }

  private static long job(String name, Map<String, Object> more) {
    var job =
        map(
            "jobName", name,
            "appId", appId,
            "jobParams", "all of them",
            "timeExpressionType", "API",
            "executeType", "STANDALONE",
            "processorType", "BUILT_IN",
            "processorInfo", "example.Nobody",
            "notifyUserIds", List.of(jane),
            "enable", true);
    job.putAll(more);
    return admin.post("/api/v1/jobs", job).json(201).path("id").asLong();
  }

  private static String run(long jobId) {
    return admin
        .post("/api/v1/jobs/" + jobId + "/runs", map("instanceParams", "day=monday"))
        .json(201)
        .path("instanceId")
        .asText();
  }

  private static JsonNode alarms(String query) {
    return admin.get("/api/v1/apps/" + appId + "/alarms?" + query).json(200).path("items");
  }

  private static JsonNode awaitState(String instanceId, String state) {
    await("alarm of " + instanceId + " " + state)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> alarms("instanceId=" + instanceId).path(0).path("state").asText(), state::equals);
    return alarms("instanceId=" + instanceId).path(0);
  }

  private static List<MimeMessage> mailsAbout(String instanceId) {
    return Arrays.stream(mails.getReceivedMessages())
        .filter(mail -> text(mail).contains("nstanceId: " + instanceId))
        .toList();
  }

  private static String text(MimeMessage mail) {
    try {
      return mail.getContent().toString();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(1)
  void failedRun_isToldByMailAndWebHook() throws Exception {
    var alarm = awaitState(reportRun, "SENT");
    assertThat(alarm.path("kind").asText()).isEqualTo("JOB");
    assertThat(alarm.path("result").asText()).isEqualTo("no worker available");
    assertThat(alarm.path("deliveries").findValuesAsText("channel"))
        .containsExactly("mail", "webhook", FilePager.class.getName());
    assertThat(alarm.at("/deliveries/0/userName").asText()).isEqualTo("Jane");
    assertThat(alarm.at("/deliveries/1/userName").asText()).isEqualTo("Jane");

    var mail = mailsAbout(reportRun).get(0);
    assertThat(mail.getSubject()).isEqualTo("PowerJob AlarmService: Job Running Failed");
    assertThat(mail.getFrom()[0]).hasToString("jobs@example.org");
    assertThat(text(mail))
        .contains(
            "jobName: 夜间 report",
            "jobParams: all of them",
            "instanceParams: day=monday",
            "result: no worker available",
            "taskTrackerAddress: N/A",
            "console: https://jobs.example.org/instance.xhtml?app=" + appId + "&id=" + reportRun)
        .containsPattern("finishedTime: 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

    var call = hook.about(reportRun).get(0);
    assertThat(call.key()).startsWith("powerjob-alarm-");
    assertThat(call.body().path("jobId").asLong()).isEqualTo(reportId);
    assertThat(call.body().path("appId").asLong()).isEqualTo(appId);
    assertThat(call.body().path("timeExpressionType").asInt()).isEqualTo(1);
    assertThat(call.body().path("finishedTime").isNumber()).isTrue();
    assertThat(call.body().has("timeExpression")).isFalse();
  }

  @Test
  @Order(10)
  void failedRun_isToldByAPlugInFromTheFolder() throws Exception {
    var instanceId = run(job("for the pager", map()));
    awaitState(instanceId, "SENT");
    var pages = Arrays.asList(Files.readString(pager).split("(?m)^== "));
    assertThat(pages)
        .filteredOn(page -> page.contains("instanceId: " + instanceId))
        .singleElement()
        .asString()
        .startsWith("PowerJob AlarmService: Job Running Failed for Jane")
        .contains("jobName: for the pager", "result: no worker available");
  }

  @Test
  @Order(2)
  void failedWorkflow_isTold_besideItsJob() {
    long jobId = job("step", map());
    var workflow =
        map(
            "wfName",
            "nightly",
            "appId",
            appId,
            "timeExpressionType",
            "API",
            "maxWfInstanceNum",
            0,
            "enable",
            true,
            "notifyUserIds",
            List.of(jane),
            "nodes",
            List.of(map("nodeId", -1, "type", "JOB", "jobId", jobId, "nodeName", "step")),
            "edges",
            List.of());
    long workflowId = admin.post("/api/v1/workflows", workflow).json(201).path("id").asLong();
    var runId =
        admin
            .post("/api/v1/workflows/" + workflowId + "/runs", map())
            .json(201)
            .path("wfInstanceId")
            .asText();

    var alarm = awaitState(runId, "SENT");
    assertThat(alarm.path("kind").asText()).isEqualTo("WORKFLOW");
    assertThat(alarms("workflowId=" + workflowId)).hasSize(1);
    assertThat(alarms("jobId=" + jobId)).hasSize(1);
    var body = hook.about(runId).get(0).body();
    assertThat(body.path("workflowName").asText()).isEqualTo("nightly");
    assertThat(body.path("status").asInt()).isEqualTo(3);
    assertThat(body.path("peWorkflowDAG").path("nodes").path(0).path("status").asInt())
        .isEqualTo(4);
    assertThat(text(mailsAbout(runId).get(0))).contains("result: middle job failed");
  }

  @Test
  @Order(3)
  void stoppedRun_orOneWithoutReceivers_isNotTold() {
    long silent = job("silent", map("notifyUserIds", List.of()));
    var failed = run(silent);
    await()
        .atMost(SOON)
        .until(
            () -> admin.get("/api/v1/instances/" + failed).json(200).path("status").asText(),
            "FAILED"::equals);
    long later = job("later", map());
    var stopped =
        admin
            .post("/api/v1/jobs/" + later + "/runs", map("delay", 60_000))
            .json(201)
            .path("instanceId")
            .asText();
    admin.post("/api/v1/instances/" + stopped + "/stop", map()).json(200);

    assertThat(alarms("instanceId=" + failed)).isEmpty();
    assertThat(alarms("instanceId=" + stopped)).isEmpty();
  }

  @Test
  @Order(4)
  void deadWebHook_isShownWithItsReason_andSentAgainOnDemand() {
    hook.answerWith(503);
    var instanceId = run(job("unlucky", map()));
    await()
        .atMost(SOON)
        .until(
            () -> alarms("instanceId=" + instanceId).toString(),
            text -> text.contains("the web hook answered with status 503"));
    var alarm = alarms("instanceId=" + instanceId).path(0);
    assertThat(alarm.path("state").asText()).isEqualTo("SENDING");
    assertThat(alarm.toString()).doesNotContain("token=t");
    assertThat(alarms("state=FAILED,SENDING&instanceId=" + instanceId)).hasSize(1);
    assertThat(alarms("state=SENT&instanceId=" + instanceId)).isEmpty();

    hook.answerWith(200);
    var again = "/api/v1/apps/%d/alarms/%s/resend".formatted(appId, alarm.path("id").asText());
    assertThat(admin.post(again, map()).json(200).path("told").asBoolean()).isTrue();
    awaitState(instanceId, "SENT");
    var keys = hook.about(instanceId).stream().map(WebhookReceiver.Received::key).toList();
    assertThat(keys).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  @Order(5)
  void doors_areClosedToOthers() {
    var path = "/api/v1/apps/" + appId + "/alarms";
    var stranger = Calls.asStranger(server);
    assertThat(stranger.get(path).status()).isEqualTo(401);
    assertThat(stranger.post("/api/v1/alarms/test", map()).status()).isEqualTo(401);
    assertThat(other.get(path).status()).isIn(403, 404);
    long mine = alarms("limit=1").path(0).path("id").asLong();
    assertThat(
            admin.post("/api/v1/apps/%d/alarms/%d/resend".formatted(otherId, mine), map()).status())
        .isEqualTo(404);
    assertThat(app.get(path).status()).isEqualTo(200);
    assertThat(admin.get(path + "?state=BROKEN").message()).contains("state is 'BROKEN'");
  }

  @Test
  @Order(6)
  void listing_goesPageByPage() {
    var first = admin.get("/api/v1/apps/" + appId + "/alarms?limit=2").json(200);
    var second =
        admin
            .get(
                "/api/v1/apps/%d/alarms?limit=2&cursor=%s"
                    .formatted(appId, first.path("next").asText()))
            .json(200);

    assertThat(first.path("items")).hasSize(2);
    assertThat(second.path("items").path(0).path("id").asLong())
        .isLessThan(first.path("items").path(1).path("id").asLong());
  }

  @Test
  @Order(9)
  void testAlarm_goesToTheCaller_andSaysHowItWent() {
    var results = admin.post("/api/v1/alarms/test", map()).json(200);

    assertThat(results.toString())
        .contains("{\"channel\":\"mail\",\"outcome\":\"SENT\"", "\"channel\":\"webhook\"")
        .contains("{\"channel\":\"dingtalk\",\"outcome\":\"NOT_CONFIGURED\"");
    assertThat(Arrays.stream(mails.getReceivedMessages()).map(AlarmsIT::text))
        .anyMatch(text -> text.contains("This is a test."));
    assertThat(hook.all()).anyMatch(each -> each.body().has("message"));
    assertThat(admin.post("/api/v1/alarms/test", map()).message()).contains("ten seconds");
  }

  @Test
  @Order(7)
  void alarmsPage_showsWhoWasToldAndWhatWentWrong() {
    try (var looked = pages) {
      looked.look();
    }
  }

  @Test
  @Order(8)
  void killedServer_tellsAfterItsRestart_whatItHadNotTold_andLeadsOpenPagesBack() {
    var list = "/instances.xhtml?app=" + appId + "&job=" + reportId;
    try (var page = new OpenPage(BROWSING, server, list)) {
      long jobId = job("cut off", map());
      var first = run(jobId);
      awaitState(first, "SENT");
      var second = run(jobId);
      var third = run(jobId);
      assertThat(awaitState(third, "WAITING").path("decideAt").isNumber()).isTrue();
      server.kill();
      page.awaitOfflineNote();
      assertThat(hook.about(third)).isEmpty();
      server.start();
      admin = Calls.asAdmin(server);

      assertToldTogether(second, third);
      page.awaitReturn();
    }
  }

  private static void assertToldTogether(String second, String third) {
    var told = awaitState(third, "SENT");
    assertThat(told.path("otherFailures").asLong()).isEqualTo(1);
    var grouped = alarms("instanceId=" + second).path(0);
    assertThat(grouped.path("state").asText()).isEqualTo("SUPPRESSED");
    assertThat(grouped.path("reason").asText()).isEqualTo("GROUPED");
    assertThat(grouped.path("toldWith").asLong()).isEqualTo(told.path("id").asLong());
    assertThat(hook.about(third)).hasSize(1);
    assertThat(hook.about(third).get(0).body().path("otherFailures").asLong()).isEqualTo(1);
    assertThat(mailsAbout(third)).hasSize(1);
    assertThat(hook.about(second)).isEmpty();
  }
}
