package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.MapProcessor;

/** The calls behind the console's pages for jobs, instances, logs and workers. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ConsoleRestIT {
  private static final String APP = "behind-the-console";
  private static final String PASSWORD = "password-of-the-app";

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static long appId;
  private static Calls admin;
  private static Calls app;

  /** Makes three tasks, of which the one with an odd name fails, and logs a line for each. */
  public static final class Three implements MapProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        map(List.of("a", "odd", "c"), "chunk");
        return new ProcessResult(true, "made");
      }
      context.getOmsLogger().info("task {}", context.getSubTask());
      return new ProcessResult(!"odd".equals(context.getSubTask()), "of " + context.getSubTask());
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    admin = Calls.asAdmin(server);
    app = Calls.asApp(server, APP, PASSWORD);
    worker = Workers.start(server, APP, PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    worker.destroy();
  }

  private static Map<String, Object> job(String name) {
    var job = new LinkedHashMap<String, Object>();
    job.put("jobName", name);
    job.put("appId", appId);
    job.put("timeExpressionType", "API");
    job.put("executeType", "MAP");
    job.put("processorType", "BUILT_IN");
    job.put("processorInfo", Three.class.getName());
    return job;
  }

  private static long save(String name) {
    assertThat(admin.post("/job/save", job(name)).data().isNull()).isTrue();
    var found = admin.post("/job/list", Map.of("appId", appId, "keyword", name)).data();
    assertThat(found.path("data")).hasSize(1);
    return found.at("/data/0/id").asLong();
  }

  private static String runToTheEnd(long job) {
    var id = admin.get("/job/run?jobId=" + job + "&appId=" + appId).data().asText();
    await("the end of " + id)
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                List.of(4, 5)
                    .contains(
                        admin
                            .get("/instance/detail?instanceId=" + id)
                            .data()
                            .path("status")
                            .asInt()));
    return id;
  }

  @Test
  void job_isSavedListedSwitchedCopiedExportedAndDeleted() {
    long id = save("managed");
    var row = admin.post("/job/list", Map.of("appId", appId, "jobId", id)).data().at("/data/0");
    assertThat(row.path("timeExpressionType").asText()).isEqualTo("API");
    assertThat(row.path("enable").asBoolean()).isTrue();
    assertThat(row.path("nextTriggerTimeStr").asText()).isEqualTo("N/A");
    assertThat(row.path("notifyUserIds").isArray()).isTrue();
    admin.get("/job/disable?jobId=" + id).data();
    // The console switches on by sending the row back.
    var sent = ((com.fasterxml.jackson.databind.node.ObjectNode) row).put("enable", true);
    admin.post("/job/save", sent).data();
    assertThat(
            admin
                .post("/job/list", Map.of("appId", appId, "jobId", id))
                .data()
                .at("/data/0/enable")
                .asBoolean())
        .isTrue();
    var copy = admin.post("/job/copy?jobId=" + id, null).data();
    assertThat(copy.path("jobName").asText()).isEqualTo("managed_COPY");
    assertThat(admin.get("/job/export?jobId=" + id).data().path("jobName").asText())
        .startsWith("managed_EXPORT_");
    admin.get("/job/delete?jobId=" + id).data();
    assertThat(
            admin
                .post("/job/list", Map.of("appId", appId, "keyword", "managed"))
                .data()
                .path("data"))
        .hasSize(1);
    var foreign = new LinkedHashMap<>(job("x"));
    foreign.put("id", copy.path("id").asLong());
    foreign.put("appId", appId + 1);
    assertThat(admin.post("/job/save", foreign).text())
        .contains("appId is", "but must be " + appId);
  }

  @Test
  void detail_showsNumbersAndTheTasksThatMeetACondition() {
    var id = runToTheEnd(save("detailed"));
    var detail = admin.get("/instance/detail?instanceId=" + id).data();
    assertThat(detail.at("/taskDetail/totalTaskNum").asInt()).isEqualTo(4);
    assertThat(detail.at("/taskDetail/failedTaskNum").asInt()).isEqualTo(1);
    assertThat(detail.path("finishedTime").asText()).matches("[0-9-]{10} [0-9:]{8}");
    var found = tasks(id, "status in (5) order by last_modified_time desc");
    assertThat(found).hasSize(1);
    assertThat(found.at("/0/statusStr").asText()).isEqualTo("WORKER_PROCESS_FAILED");
    assertThat(found.at("/0/result").asText()).isEqualTo("of odd");
    assertThat(found.at("/0/taskContent").asText()).contains("odd");
    assertThat(tasks(id, "status in (5, 6) and task_name like 'chunk%'")).hasSize(3);
    assertThat(tasks(id, "")).isEmpty();
    var refused =
        admin.post(
            "/instance/detailPlus",
            Map.of("instanceId", id, "customQuery", "1=1; drop table task_info"));
    assertThat(refused.text()).contains("\"success\":false", "customQuery has '1'");
  }

  private static com.fasterxml.jackson.databind.JsonNode tasks(String id, String query) {
    return admin
        .post("/instance/detailPlus", Map.of("instanceId", id, "customQuery", query))
        .data()
        .path("queriedTaskDetailInfoList");
  }

  @Test
  void instances_areListedStoppedAndRetried() {
    long job = save("operated");
    var id = runToTheEnd(job);
    var rows =
        admin.post("/instance/list", Map.of("appId", appId, "type", "NORMAL", "jobId", job)).data();
    assertThat(rows.at("/data/0/instanceId").asText()).isEqualTo(id);
    assertThat(rows.at("/data/0/wfInstanceId").asText()).isEqualTo("N/A");
    admin.get("/instance/retry?instanceId=" + id + "&appId=" + appId).data();
    assertThat(admin.get("/instance/retry?instanceId=" + id + "&appId=" + (appId + 1)).text())
        .contains("\"success\":false");
    var delayed = admin.get("/job/run?jobId=" + job + "&delay=600000").data().asText();
    admin.get("/instance/stop?instanceId=" + delayed).data();
    assertThat(admin.get("/instance/stop?instanceId=" + delayed).json(200).path("message").asText())
        .isEqualTo("IllegalArgumentException: can't stop finished instance!");
  }

  @Test
  void log_isPagedAndDownloaded_byATicketThatIsGoodForNothingElse() {
    var id = runToTheEnd(save("logged"));
    await("the log")
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                admin
                        .get("/instance/log?instanceId=" + id + "&index=0")
                        .data()
                        .path("data")
                        .asText()
                        .lines()
                        .count()
                    == 3);
    var url = admin.get("/instance/downloadLogUrl?instanceId=" + id).data().asText();
    var nobody = Calls.asStranger(server);
    var file = nobody.get(url);
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.text().lines()).hasSize(3).allMatch(line -> line.contains("INFO task "));
    assertThat(nobody.get(url.replace("ticket=", "ticket=1")).text()).contains("INVALID_TOKEN");
    assertThat(nobody.get("/instance/downloadLog?instanceId=" + id).text())
        .contains("INVALID_TOKEN");
    assertThat(nobody.get("/instance/downloadLog4Console?instanceId=" + id).text())
        .contains("-100");
    var console = admin.get("/instance/downloadLog4Console?instanceId=" + id);
    assertThat(console.text().lines()).hasSize(3);
  }

  @Test
  void timeExpressions_areTried() {
    var cron =
        admin.get("/validate/timeExpression?timeExpressionType=CRON&timeExpression=0+0+3+*+*+%3F");
    assertThat(cron.data()).hasSize(5);
    assertThat(cron.data().get(0).asText()).endsWith("03:00:00");
    assertThat(
            admin.get("/validate/timeExpression?timeExpressionType=CRON&timeExpression=x").text())
        .contains("\"success\":false", "Cron expression contains 1 parts");
    assertThat(admin.get("/validate/timeExpression?timeExpressionType=x").text())
        .contains("timeExpressionType is 'x' but must be one of");
  }

  @Test
  void overviewAndWorkers_areShown() {
    var overview = admin.get("/system/overview?appId=" + appId).data();
    assertThat(overview.path("appName").asText()).isEqualTo(APP);
    assertThat(overview.path("jobCount").isNumber()).isTrue();
    assertThat(overview.path("serverTime").asText()).matches("[0-9-]{10} [0-9:]{8}");
    assertThat(admin.get("/system/listWorker?appId=" + appId).data()).hasSize(1);
  }

  @Test
  void tokensOfApplications_openNoDoorOfTheConsole() {
    long job = save("guarded");
    for (var path :
        List.of(
            "/job/run?jobId=" + job,
            "/job/delete?jobId=" + job,
            "/job/export?jobId=" + job,
            "/system/overview?appId=" + appId,
            "/validate/timeExpression?timeExpressionType=CRON")) {
      assertThat(app.get(path).json(200).path("code").asText()).as(path).isEqualTo("-100");
    }
    assertThat(app.get("/api/v1/jobs/" + job).json(200).path("status").asText())
        .isEqualTo("ENABLE");
  }
}
