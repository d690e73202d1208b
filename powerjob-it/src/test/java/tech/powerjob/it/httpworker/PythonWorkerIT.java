package tech.powerjob.it.httpworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.AppApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;

/**
 * The example worker in Python, under either root of paths, and workers that do what no worker
 * should.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PythonWorkerIT {
  private static final String APP = "python";
  private static final String CLOSED_APP = "python-closed";
  private static final String PASSWORD = "password-of-python";
  private static final int RUNNING = 3;
  private static final int FAILED = 4;
  private static final int SUCCEEDED = 5;

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static AdminApi admin;
  private static PowerJobClient client;
  private static PythonWorkerProcess first;
  private static PythonWorkerProcess second;
  private static long appId;
  private static long closedAppId;

  @BeforeAll
  static void start() {
    server = SHARED.process();
    admin = AdminApi.login(server);
    appId = admin.createApp(APP, PASSWORD);
    closedAppId = admin.createApp(CLOSED_APP, PASSWORD);
    admin.put(networks(appId), Map.of("networks", List.of("127.0.0.1/32", "fd00::/8")));
    first = PythonWorkerProcess.start(APP, server.address(), "worker");
    second = PythonWorkerProcess.start(APP, server.address(), "taskTracker");
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.countWorkers(appId) >= 2);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    first.close();
    second.close();
  }

  private static String networks(long appId) {
    return "/api/v1/apps/" + appId + "/http-workers";
  }

  private static long run(String processor, String params, String workers) {
    return run(processor, params, workers, 0);
  }

  private static long run(String processor, String params, String workers, int retries) {
    var job = Jobs.onDemand(processor, processor);
    job.setJobParams(params);
    job.setDesignatedWorkers(workers);
    job.setInstanceRetryNum(retries);
    job.setOptions(
        new JobOptions()
            .setInstanceBackoff(
                new JobOptions.Backoff(JobOptions.BackoffPolicy.FIXED, 2_000, null, null, null)));
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    return client.runJob(saved.getData(), "it", 0).getData();
  }

  private static InstanceInfoDTO instance(long id) {
    return client.fetchInstanceInfo(id).getData();
  }

  private static InstanceInfoDTO awaitEnd(long id, InstanceStatus status) {
    await("end of " + id)
        .atMost(Duration.ofSeconds(60))
        .until(() -> InstanceStatus.FINISHED_STATUS.contains(instance(id).getStatus()));
    var ended = instance(id);
    assertThat(ended.getStatus()).as(ended.getResult()).isEqualTo(status.getV());
    return ended;
  }

  private static void awaitStatus(long id, InstanceStatus status) {
    await("status of " + id)
        .atMost(Duration.ofSeconds(30))
        .until(() -> instance(id).getStatus() == status.getV());
  }

  private static String explanation(long id) {
    return AppApi.login(server, APP, PASSWORD)
        .get("/api/v1/instances/" + id + "/explanation")
        .toString();
  }

  @Test
  void runsUnderEitherRoot_endWithResultAndLog() {
    var runs =
        IntStream.range(0, 20)
            .mapToLong(i -> run("echo", "p" + i, i % 2 == 0 ? first.address() : second.address()))
            .toArray();
    for (int i = 0; i < runs.length; i++) {
      var ended = awaitEnd(runs[i], InstanceStatus.SUCCEED);
      assertThat(ended.getResult()).isEqualTo("p" + i + "/it");
      assertThat(ended.getRunningTimes()).isOne();
    }
    assertThat(admin.get("/instance/log?appId=" + appId + "&instanceId=" + runs[1]).toString())
        .contains("[" + second.address() + "] INFO echo of p1 and it");
    assertThat(awaitEnd(run("nothing", "", ""), InstanceStatus.FAILED).getResult())
        .isEqualTo("LookupError: this worker has no processor 'nothing'");
  }

  @Test
  void stop_reachesTheWorker() {
    long id = run("sleep", "100", second.address());
    awaitStatus(id, InstanceStatus.RUNNING);
    assertThat(client.stopInstance(id).isSuccess()).isTrue();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> log(second).contains("instance " + id + " was stopped"));
  }

  private static String log(PythonWorkerProcess worker) throws IOException {
    var port = worker.address().substring(worker.address().indexOf(':') + 1);
    return Files.readString(Path.of("target", "servers", "python-worker-" + port + ".log"));
  }

  @Test
  void workerKilled_itsRunGoesElsewhere() {
    try (var victim = PythonWorkerProcess.start(APP, server.address(), "worker")) {
      await().atMost(Duration.ofSeconds(30)).until(() -> knows(victim.address()));
      long id = run("sleep", "8", victim.address() + "," + second.address(), 1);
      // Whoever got it: only the victim may lose it.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> instance(id).getTaskTrackerAddress() != null);
      if (instance(id).getTaskTrackerAddress().equals(victim.address())) {
        awaitStatus(id, InstanceStatus.RUNNING);
        victim.close();
      }
      var ended = awaitEnd(id, InstanceStatus.SUCCEED);
      assertThat(ended.getTaskTrackerAddress()).isEqualTo(second.address());
    }
  }

  private static boolean knows(String address) {
    return admin.get("/system/listWorker?appId=" + appId).toString().contains(address);
  }

  @Test
  void workerThatSilentlyTakesNothing_losesTheRunToAnother() {
    try (var silent = new ScriptedWorker(server.url(""))) {
      silent.beat(appId, "silent");
      long id = run("echo", "silent", "silent");
      await().atMost(Duration.ofSeconds(10)).until(() -> silent.got("/worker/runJob").size() == 1);
      var command = silent.got("/worker/runJob").get(0).body();
      assertThat(command.path("instanceId").asLong()).isEqualTo(id);
      assertThat(command.path("timeExpressionType").asText()).isEqualTo("API");
      assertThat(command.path("allWorkerAddress").get(0).asText()).isEqualTo(silent.address());
      // It is asked, says that it does not have the run, and is given it anew under a new epoch.
      await().atMost(Duration.ofSeconds(20)).until(() -> silent.got("/worker/runJob").size() == 2);
      assertThat(silent.got("/worker/queryInstanceStatus")).isNotEmpty();
      assertThat(explanation(id)).contains("TAKEN_BACK", "does not know this run");

      assertThat(silent.report(id, SUCCEEDED, 10, silent.address()).body())
          .isEqualTo("{\"success\":true}");
      var ended = awaitEnd(id, InstanceStatus.SUCCEED);
      assertThat(ended.getResult()).isEqualTo("scripted");
      assertThat(ended.getRunningTimes()).isOne();
      // What comes late or twice is heard, and changes nothing.
      assertThat(silent.report(id, FAILED, 20, silent.address()).body())
          .isEqualTo("{\"success\":true}");
      assertThat(instance(id).getStatus()).isEqualTo(SUCCEEDED);
      // One that still runs what is over is told to stop.
      silent.report(id, RUNNING, 30, silent.address());
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> silent.got("/worker/stopInstance").size() == 1);
    }
  }

  @Test
  void workerThatHasTheRun_isNotCommandedAgain() {
    try (var busy = new ScriptedWorker(server.url(""))) {
      // {"actualTriggerTime":5,"status":3} as base64url.
      busy.aboutInstances =
          "{\"success\":true,\"data\":\"eyJhY3R1YWxUcmlnZ2VyVGltZSI6NSwic3RhdHVzIjozfQ\"}";
      busy.beat(appId, "busy");
      long id = run("echo", "busy", "busy");
      awaitStatus(id, InstanceStatus.RUNNING);
      assertThat(busy.got("/worker/runJob")).hasSize(1);
      busy.report(id, SUCCEEDED, 10, busy.address());
      awaitEnd(id, InstanceStatus.SUCCEED);
    }
  }

  @Test
  void reportOfAFormerRun_isNotTakenForThePresentOne() {
    try (var worker = new ScriptedWorker(server.url(""))) {
      worker.aboutInstances = "whatever";
      worker.beat(appId, "former");
      long id = run("echo", "former", "former", 1);
      await().atMost(Duration.ofSeconds(10)).until(() -> worker.got("/worker/runJob").size() == 1);
      worker.report(id, FAILED, 10, worker.address());
      assertThat(instance(id).getStatus()).isEqualTo(InstanceStatus.WAITING_DISPATCH.getV());
      await().atMost(Duration.ofSeconds(20)).until(() -> worker.got("/worker/runJob").size() == 2);
      // The same again, as when its answer was lost.
      assertThat(worker.report(id, FAILED, 10, worker.address()).body())
          .isEqualTo("{\"success\":true}");
      assertThat(instance(id).getStatus()).isEqualTo(InstanceStatus.WAITING_WORKER_RECEIVE.getV());
      worker.report(id, SUCCEEDED, 20, worker.address());
      assertThat(awaitEnd(id, InstanceStatus.SUCCEED).getRunningTimes()).isEqualTo(2);
    }
  }

  @Test
  void addressWhereNobodyListens_isLeftForAnotherAtOnce() {
    try (var nobody = new ScriptedWorker(server.url(""))) {
      var dead = "127.0.0.1:" + OfficialWorkerProcess.freePort();
      nobody.beat(appId, "dead", dead);
      var ids =
          IntStream.range(0, 10)
              .mapToLong(i -> run("echo", "x", dead + "," + first.address()))
              .toArray();
      long before = System.nanoTime();
      for (long id : ids) {
        assertThat(awaitEnd(id, InstanceStatus.SUCCEED).getTaskTrackerAddress())
            .isEqualTo(first.address());
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void applicationThatAllowsNothing_letsNobodyIn() {
    try (var stranger = new ScriptedWorker(server.url(""))) {
      assertThat(stranger.ask("assert?appName=" + CLOSED_APP).body())
          .contains("\"success\":false", "http-workers")
          .isEqualTo(stranger.ask("assert?appName=absent").body().replace("absent", CLOSED_APP));
      assertThat(stranger.ask("acquire?protocol=HTTP&appId=" + closedAppId).body())
          .contains("\"success\":false");
      assertThat(stranger.beat(closedAppId, "x").statusCode()).isEqualTo(403);
      assertThat(stranger.beat(4711, "x").statusCode()).isEqualTo(403);
      assertThat(admin.countWorkers(closedAppId)).isZero();
      assertThat(admin.get("/api/v1/audit?action=http-worker&outcome=DENIED").toString())
          .contains("does not let workers at 127.0.0.1 in");
      assertThat(admin.get("/api/v1/audit?action=app.http-workers").toString())
          .contains("127.0.0.1/32,fd00::/8");
      assertThat(admin.get(networks(closedAppId)).toString())
          .isEqualTo("{\"networks\":[],\"own\":false}");
    }
  }

  @Test
  void addressOutsideTheNetworks_isNotCalled() {
    try (var worker = new ScriptedWorker(server.url(""))) {
      for (var address : List.of("10.1.2.3:80", "169.254.169.254:80", "[fe80::1]:80")) {
        assertThat(worker.beat(appId, "x", address).statusCode()).as(address).isEqualTo(403);
      }
      for (var address :
          List.of("localhost:80", "127.0.0.1", "127.0.0.1:0", "", "127.0.0.1:80/x")) {
        assertThat(worker.beat(appId, "x", address).statusCode()).as(address).isEqualTo(400);
      }
    }
  }

  @Test
  void networksThatAreNone_areRefusedByName() {
    assertThatThrownBy(() -> admin.put(networks(appId), Map.of("networks", List.of("example.org"))))
        .hasMessageContaining("example.org");
  }

  @Test
  void bootstrap_answersInThreeFields() {
    try (var worker = new ScriptedWorker(server.url(""))) {
      assertThat(worker.ask("assert?appName=python").body())
          .isEqualTo("{\"success\":true,\"data\":%d,\"message\":null}".formatted(appId));
      assertThat(worker.ask("assertV2?appName=python").body())
          .isEqualTo(
              "{\"success\":true,\"data\":{\"appId\":%d},\"message\":null}".formatted(appId));
      assertThat(worker.ask("acquire?appId=%d&protocol=HTTP&x=1".formatted(appId)).body())
          .isEqualTo(
              "{\"success\":true,\"data\":\"%s\",\"message\":null}".formatted(server.address()));
      assertThat(worker.ask("acquire?appId=" + appId).body())
          .contains("\"success\":false", "does not speak AKKA");
      assertThat(worker.ask("hello").body()).contains("\"success\":true", "serverTimeTs");
      // Somebody else's address is not tried.
      assertThat(worker.ask("checkConnectivity?targetIp=192.0.2.1&targetPort=1").body())
          .contains("\"data\":true");
      assertThat(
              worker
                  .ask(
                      "checkConnectivity?targetIp=127.0.0.1&targetPort="
                          + OfficialWorkerProcess.freePort())
                  .body())
          .contains("\"data\":false");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workerHeartbeat|",
        "workerHeartbeat|null",
        "workerHeartbeat|[]",
        "workerHeartbeat|{\"appId\":\"x\"}",
        "workerHeartbeat|{\"appId\":{}}",
        "workerHeartbeat|{\"appId\":1",
        "workerHeartbeat|{}",
        "reportInstanceStatus|{}",
        "reportInstanceStatus|{\"instanceId\":1,\"instanceStatus\":77,\"sourceAddress\":\"127.0.0.1:1\"}",
        "reportInstanceStatus|{\"instanceId\":1,\"instanceStatus\":5,\"sourceAddress\":\"a:b\"}",
        "reportInstanceStatus|{\"instanceId\":99999999999999999999,\"instanceStatus\":5}",
        "reportLog|{\"workerAddress\":\"127.0.0.1:1\",\"instanceLogContents\":7}",
        "reportLog|{\"instanceLogContents\":[]}",
        "queryJobCluster|{\"jobId\":1}",
        "queryContainer|\u0000\u0001"
      })
  void nonsense_isRefused(String call, String body) {
    try (var worker = new ScriptedWorker(server.url(""))) {
      assertThat(worker.tell(call, body == null ? "" : body).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void hugeBody_isRefused() {
    try (var worker = new ScriptedWorker(server.url(""))) {
      assertThat(worker.tell("reportLog", "[" + " ".repeat(2_000_000) + "]").statusCode())
          .isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "workerHeartbeat", "friend/ping"})
  void whatIsNotThere_isNotFound(String call) {
    try (var worker = new ScriptedWorker(server.url(""))) {
      assertThat(worker.ask(call).statusCode()).isIn(404, 405);
    }
  }

  @Test
  void reportOfAnothersInstance_changesNothing() {
    try (var worker = new ScriptedWorker(server.url(""))) {
      worker.aboutInstances = "whatever";
      worker.beat(appId, "mine");
      long id = run("echo", "mine", "mine");
      await().atMost(Duration.ofSeconds(10)).until(() -> worker.got("/worker/runJob").size() == 1);
      assertThat(worker.report(id, SUCCEEDED, 10, "127.0.0.1:9").body())
          .isEqualTo("{\"success\":true}");
      var claimed =
          "{\"appId\":%d,\"instanceId\":%d,\"instanceStatus\":5,\"sourceAddress\":\"%s\"}"
              .formatted(closedAppId, id, worker.address());
      assertThat(worker.tell("reportInstanceStatus", claimed).body())
          .isEqualTo("{\"success\":true}");
      assertThat(instance(id).getStatus()).isEqualTo(InstanceStatus.WAITING_WORKER_RECEIVE.getV());
      assertThat(client.stopInstance(id).isSuccess()).isTrue();
      assertThat(worker.report(4711, SUCCEEDED, 10, worker.address()).body())
          .isEqualTo("{\"success\":true}");
    }
  }

  @Test
  void queryJobCluster_namesTheWorkersThatMayJoin() throws Exception {
    try (var worker = new ScriptedWorker(server.url(""))) {
      long job = instance(run("echo", "", second.address())).getJobId();
      var answer =
          worker.tell("queryJobCluster", "{'appId':%d,'jobId':%d}".formatted(appId, job)).body();
      var data = new ObjectMapper().readTree(answer).path("data");
      assertThat(new String(Base64.getUrlDecoder().decode(data.asText()), StandardCharsets.UTF_8))
          .isEqualTo("[\"" + second.address() + "\"]");
      assertThat(
              worker
                  .tell("queryJobCluster", "{\"appId\":%d,\"jobId\":4711}".formatted(appId))
                  .body())
          .contains("can't find jobInfo by jobId: 4711");
    }
  }
}
