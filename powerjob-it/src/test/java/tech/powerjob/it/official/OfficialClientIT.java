package tech.powerjob.it.official;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * The published {@code tech.powerjob:powerjob-client:5.1.1}, unmodified and in a process of its
 * own, with every method for jobs and instances. Tokens live shorter than the tests take, so the
 * client's logging in again is part of all of them.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OfficialClientIT {
  private static final String APP = "official";
  private static final String PASSWORD = "password-of-official";
  private static final int TOKEN_SECONDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int FAILED = 4;
  private static final int SUCCEED = 5;
  private static final int CANCELED = 9;
  private static final int STOPPED = 10;
  private static final long NOWHERE = 987_654_321L;

  @TempDir static Path folder;

  private static ServerProcess server;
  private static long appId;
  private static PowerJobWorker worker;
  private static OfficialClient client;

  /** Echoes its parameters; waits if they say so, fails if they say so. */
  public static final class Obedient implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      var parameters = String.valueOf(context.getInstanceParams());
      if (parameters.startsWith("wait")) {
        TimeUnit.SECONDS.sleep(30);
      }
      return new ProcessResult(
          !parameters.startsWith("fail"), context.getJobParams() + "/" + parameters);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server =
        ServerProcess.in(folder.resolve("server"))
            .thatLastsLong()
            .with("POWERJOB_AUTH_TOKEN_EXPIRY", Integer.toString(TOKEN_SECONDS))
            .withJvmOption("-Xmx1g")
            .start();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    worker = Workers.start(server, APP, PASSWORD);
    client = OfficialClient.start(folder.resolve("client"));
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    worker.destroy();
    server.close();
  }

  @BeforeEach
  void connect() throws IOException {
    assertThat(client.connect(server.address(), APP, PASSWORD).has("exception")).isFalse();
  }

  private static Map<String, Object> job(String name) {
    var job = new LinkedHashMap<String, Object>();
    job.put("jobName", name);
    job.put("jobDescription", "text");
    job.put("jobParams", "static");
    job.put("timeExpressionType", "API");
    job.put("executeType", "STANDALONE");
    job.put("processorType", "BUILT_IN");
    job.put("processorInfo", Obedient.class.getName());
    job.put("tag", "t-" + name);
    job.put("notifyUserIds", List.of(1));
    job.put("lifeCycle", Map.of("start", 1, "end", 9_999_999_999_999L));
    job.put(
        "alarmConfig", Map.of("alertThreshold", 1, "statisticWindowLen", 2, "silenceWindowLen", 3));
    job.put("logConfig", Map.of("type", 1, "level", 2));
    job.put("advancedRuntimeConfig", Map.of("taskTrackerBehavior", 11));
    return job;
  }

  private static JsonNode awaitStatus(long instanceId, int status) {
    await("status " + status + " of " + instanceId)
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.data("fetchInstanceStatus", instanceId).asInt() == status);
    try {
      return client.data("fetchInstanceInfo", instanceId);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long countInstances(long jobId) throws IOException {
    return client
        .data("queryInstanceInfo", Map.of("jobIdEq", jobId, "index", 0, "pageSize", 10))
        .path("totalItems")
        .asLong();
  }

  @Test
  void job_isReadAsItWasSaved() throws Exception {
    long id = client.data("saveJob", job("read")).asLong();
    var read = client.data("fetchJob", id);
    assertThat(read.path("jobName").asText()).isEqualTo("read");
    assertThat(read.path("appId").asLong()).isEqualTo(appId);
    assertThat(read.path("timeExpressionType").asInt()).isEqualTo(1);
    assertThat(read.path("executeType").asInt()).isEqualTo(1);
    assertThat(read.path("processorType").asInt()).isEqualTo(1);
    assertThat(read.path("status").asInt()).isEqualTo(1);
    assertThat(read.path("concurrency").asInt()).isEqualTo(5);
    assertThat(read.path("notifyUserIds").asText()).isEqualTo("1");
    assertThat(JSON.readTree(read.path("lifecycle").asText()).path("end").asLong())
        .isEqualTo(9_999_999_999_999L);
    assertThat(read.path("alarmConfig").path("statisticWindowLen").asInt()).isEqualTo(2);
    assertThat(read.path("logConfig").path("level").asInt()).isEqualTo(2);
    assertThat(read.path("advancedRuntimeConfig").path("taskTrackerBehavior").asInt())
        .isEqualTo(11);
    assertThat(read.path("gmtCreate").asLong())
        .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
  }

  @Test
  void savingWithAnId_replaces_andKeepsWhatTheClientLeavesOut() throws Exception {
    long id = client.data("saveJob", job("replaced")).asLong();
    var changed = job("replaced");
    changed.put("id", id);
    changed.put("concurrency", 7);
    changed.remove("jobDescription");
    changed.remove("alarmConfig");
    assertThat(client.data("saveJob", changed).asLong()).isEqualTo(id);
    var read = client.data("fetchJob", id);
    assertThat(read.path("concurrency").asInt()).isEqualTo(7);
    assertThat(read.path("jobDescription").isNull()).isTrue();
    assertThat(read.path("alarmConfig").path("alertThreshold").asInt()).isEqualTo(1);
  }

  @Test
  void copyAndExport_giveTheSameJobUnderAnotherName() throws Exception {
    long id = client.data("saveJob", job("original")).asLong();
    long copy = client.data("copyJob", id).asLong();
    assertThat(copy).isNotEqualTo(id);
    assertThat(client.data("fetchJob", copy).path("jobName").asText()).isEqualTo("original_COPY");
    var exported = client.data("exportJob", id);
    assertThat(exported.path("id").isNull()).isTrue();
    assertThat(exported.path("jobName").asText()).matches("original_EXPORT_[0-9]{13}");
    assertThat(exported.path("executeType").asText()).isEqualTo("STANDALONE");
    long imported = client.data("saveJob", JSON.convertValue(exported, Map.class)).asLong();
    assertThat(client.data("fetchJob", imported).path("tag").asText()).isEqualTo("t-original");
  }

  @Test
  void switches_andQueries_agree() throws Exception {
    long id = client.data("saveJob", job("switched")).asLong();
    client.data("disableJob", id);
    assertThat(client.data("fetchJob", id).path("status").asInt()).isEqualTo(2);
    assertThat(ids(Map.of("jobNameLike", "switch", "statusIn", List.of(2)))).containsExactly(id);
    client.data("enableJob", id);
    assertThat(ids(Map.of("tagEq", "t-switched", "statusIn", List.of(1)))).containsExactly(id);
    assertThat(
            ids(Map.of("idEq", id, "gmtCreateGt", System.currentTimeMillis() - 60_000, "idGt", 0)))
        .containsExactly(id);
    assertThat(ids(Map.of("idEq", id, "gmtCreateLt", 1))).isEmpty();
    client.data("deleteJob", id);
    assertThat(client.data("fetchJob", id).path("status").asInt()).isEqualTo(99);
    assertThat(client.refusal("copyJob", id))
        .isEqualTo("PowerJobException: can't copy the job which has been deleted!");
    assertThat(client.data("fetchAllJob")).anyMatch(job -> job.path("id").asLong() == id);
  }

  private static List<Long> ids(Map<String, Object> query) throws IOException {
    return StreamSupport.stream(client.data("queryJob", query).spliterator(), false)
        .map(job -> job.path("id").asLong())
        .toList();
  }

  @Test
  void runs_happenOnceEach_alsoWithATokenThatEndedBefore() throws Exception {
    long id = client.data("saveJob", job("runs")).asLong();
    TimeUnit.SECONDS.sleep(TOKEN_SECONDS + 1);
    long run = client.data("runJob", id, "of this run", 0).asLong();
    var done = awaitStatus(run, SUCCEED);
    assertThat(done.path("result").asText()).isEqualTo("static/of this run");
    assertThat(done.path("jobParams").asText()).isEqualTo("static");
    assertThat(done.path("instanceParams").asText()).isEqualTo("of this run");
    assertThat(done.path("type").asInt()).isEqualTo(1);
    assertThat(done.path("runningTimes").asInt()).isEqualTo(1);
    assertThat(done.path("taskTrackerAddress").asText()).contains(":");
    assertThat(done.path("finishedTime").asLong())
        .isGreaterThanOrEqualTo(done.path("actualTriggerTime").asLong());
    assertThat(countInstances(id)).isEqualTo(1);
    awaitStatus(client.data("runJob", id).asLong(), SUCCEED);
    assertThat(countInstances(id)).isEqualTo(2);
  }

  @Test
  void instances_areCancelled_stopped_andRetried() throws Exception {
    long id = client.data("saveJob", job("operated")).asLong();
    long delayed = client.data("runJob", id, "x", 600_000).asLong();
    client.data("cancelInstance", delayed);
    assertThat(client.data("fetchInstanceStatus", delayed).asInt()).isEqualTo(CANCELED);
    long waiting = client.data("runJob", id, "wait", 0).asLong();
    awaitStatus(waiting, 3);
    assertThat(client.refusal("cancelInstance", waiting))
        .isEqualTo("PowerJobException: instance already up and running");
    assertThat(client.refusal("retryInstance", waiting))
        .isEqualTo("PowerJobException: Only stopped instance can be retry!");
    client.data("stopInstance", waiting);
    assertThat(awaitStatus(waiting, STOPPED).path("result").asText()).isEqualTo("stopped by user");
    assertThat(client.refusal("stopInstance", waiting))
        .isEqualTo("IllegalArgumentException: can't stop finished instance!");
    long failed = client.data("runJob", id, "fail", 0).asLong();
    awaitStatus(failed, FAILED);
    client.data("retryInstance", failed);
    await().until(() -> awaitStatus(failed, FAILED).path("runningTimes").asInt() == 2);
    var query = Map.of("jobIdEq", id, "statusIn", List.of(FAILED, STOPPED), "sortBy", "id");
    assertThat(client.data("queryInstanceInfo", query).path("data"))
        .extracting(each -> each.path("instanceId").asLong())
        .containsExactly(failed, waiting);
  }

  @Test
  void whatIsWrong_isSaidInPowerJobsWords() throws Exception {
    assertThat(client.refusal("fetchJob", NOWHERE))
        .isEqualTo("IllegalArgumentException: can't find job by jobId: " + NOWHERE);
    assertThat(client.refusal("fetchInstanceInfo", NOWHERE))
        .isEqualTo("IllegalArgumentException: invalid instanceId: " + NOWHERE);
    assertThat(client.refusal("stopInstance", NOWHERE))
        .isEqualTo("IllegalArgumentException: can't find instance by instanceId: " + NOWHERE);
    var bad = job("bad");
    bad.put("timeExpressionType", "CRON");
    bad.put("timeExpression", "nonsense");
    assertThat(client.refusal("saveJob", bad))
        .contains("Cron expression contains 1 parts but we expect one of [6, 7]");
    bad.put("timeExpressionType", "API");
    bad.put("alarmConfig", Map.of("alertThreshold", 1));
    assertThat(client.refusal("saveJob", bad))
        .isEqualTo("PowerJobException: illegal alarm config!");
  }

  @Test
  void otherApplicationsObjects_areOutOfReach() throws Exception {
    long job = client.data("saveJob", job("mine")).asLong();
    long run = client.data("runJob", job, "x", 600_000).asLong();
    long other = AdminApi.login(server).createApp("other", PASSWORD);
    assertThat(client.connect(server.address(), "other", PASSWORD).path("message").asText())
        .isEmpty();
    var foreignJob =
        "IllegalArgumentException: this job is not belong to the app whose appId is " + other;
    for (var method : List.of("fetchJob", "copyJob", "exportJob", "deleteJob", "disableJob")) {
      assertThat(client.refusal(method, job)).as(method).isEqualTo(foreignJob);
    }
    assertThat(client.refusal("runJob", job, "x", 0)).isEqualTo(foreignJob);
    var foreignInstance =
        "IllegalArgumentException: instance is not belong to the app whose appId is " + other;
    for (var method :
        List.of("fetchInstanceStatus", "fetchInstanceInfo", "stopInstance", "cancelInstance")) {
      assertThat(client.refusal(method, run)).as(method).isEqualTo(foreignInstance);
    }
    assertThat(client.data("fetchAllJob")).isEmpty();
  }

  @Test
  void wrongPasswordOrUnknownApplication_isSaidWhenTheClientIsMade() throws Exception {
    var wrong = client.connect(server.address(), APP, "wrong");
    assertThat(wrong.path("message").asText()).isEqualTo("AUTH_FAILED_INCORRECT_PASSWORD");
    var unknown = client.connect(server.address(), "nobody", PASSWORD);
    assertThat(unknown.path("message").asText()).isEqualTo("AUTH_FAILED_INVALID_APP:nobody");
  }

  @Test
  void changedPassword_endsTheToken_andTheNewOneGetsIn() throws Exception {
    long id = AdminApi.login(server).createApp("changing", PASSWORD);
    client.connect(server.address(), "changing", PASSWORD);
    long job = client.data("saveJob", job("kept")).asLong();
    AdminApi.login(server).changeAppPassword(id, "another-password");
    var refused = client.call("fetchJob", job);
    assertThat(refused.path("message").asText()).isEqualTo("AUTH_FAILED_INCORRECT_PASSWORD");
    client.connect(server.address(), "changing", "another-password");
    assertThat(client.data("fetchJob", job).path("jobName").asText()).isEqualTo("kept");
  }
}
