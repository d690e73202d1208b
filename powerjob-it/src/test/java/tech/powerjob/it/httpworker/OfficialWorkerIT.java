package tech.powerjob.it.httpworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.AppApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;

/** PowerJob's unmodified worker, two of them, against our server. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OfficialWorkerIT {
  private static final String APP = "official";
  private static final String PASSWORD = "password-of-official";

  @TempDir static Path folder;

  private static ServerProcess server;
  private static OfficialWorkerProcess blue;
  private static OfficialWorkerProcess green;
  private static PowerJobClient client;
  private static Path runs;
  private static long appId;

  @BeforeAll
  static void start() throws IOException {
    runs = Files.createFile(folder.resolve("runs"));
    server =
        ServerProcess.in(folder.resolve("server"))
            .with("POWERJOB_HTTP_WORKERS_ALLOW", "127.0.0.1/32")
            .withJvmOption("-Xmx1g")
            .start();
    var admin = AdminApi.login(server);
    appId = admin.createApp(APP, PASSWORD);
    blue = OfficialWorkerProcess.start(APP, server.address(), "blue", runs);
    green = OfficialWorkerProcess.start(APP, server.address(), "green", runs);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    await().atMost(Duration.ofSeconds(60)).until(() -> admin.countWorkers(appId) == 2);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    blue.close();
    green.close();
    server.close();
  }

  private static SaveJobInfoRequest job(ExecuteType type, String processor, String params) {
    var job =
        Jobs.onDemand(processor, processor.contains(".") ? processor : "official." + processor);
    job.setExecuteType(type);
    job.setJobParams(params);
    return job;
  }

  private static long save(SaveJobInfoRequest job) {
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    return saved.getData();
  }

  private static long run(SaveJobInfoRequest job) {
    return client.runJob(save(job), null, 0).getData();
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

  private static void awaitRunning(long id) {
    await("run of " + id)
        .atMost(Duration.ofSeconds(30))
        .until(() -> instance(id).getStatus() == InstanceStatus.RUNNING.getV());
  }

  /** How often a processor noted something about an instance. */
  private static long noted(String what, long id) throws IOException {
    return Files.readAllLines(runs).stream()
        .filter(line -> line.startsWith(what + " " + id + " "))
        .count();
  }

  @Test
  @Order(1)
  void runsOfEveryKind_endAsTheirProcessorsSay() throws Exception {
    long rate = save(secondLevel(TimeExpressionType.FIXED_RATE));
    long delay = save(secondLevel(TimeExpressionType.FIXED_DELAY));
    long slow = run(job(ExecuteType.STANDALONE, "SlowProcessor", "60000"));
    long large = run(job(ExecuteType.MAP_REDUCE, "CountProcessor", "120"));
    long reduced = run(job(ExecuteType.MAP_REDUCE, "CountProcessor", "12"));
    long mapped = run(job(ExecuteType.MAP, "CountProcessor", "7"));
    long everywhere = run(job(ExecuteType.BROADCAST, "EverywhereProcessor", ""));
    long unknown = run(job(ExecuteType.STANDALONE, "NoSuchProcessor", ""));
    long shell =
        run(
            job(
                ExecuteType.STANDALONE,
                "tech.powerjob.official.processors.impl.script.ShellProcessor",
                "echo from the shell"));
    var failing = job(ExecuteType.STANDALONE, "FailProcessor", "");
    failing.setDesignatedWorkers("blue");
    failing.setInstanceRetryNum(1);
    failing.setOptions(
        new JobOptions()
            .setInstanceBackoff(
                new JobOptions.Backoff(JobOptions.BackoffPolicy.FIXED, 100, null, null, null)));
    long failed = run(failing);
    var tagged = job(ExecuteType.STANDALONE, "EchoProcessor", "tagged");
    tagged.setDesignatedWorkers("green");
    long taggedJob = save(tagged);
    var echoes = new ArrayList<Long>();
    for (int i = 0; i < 10; i++) {
      echoes.add(client.runJob(taggedJob, "run " + i, 0).getData());
    }

    for (int i = 0; i < echoes.size(); i++) {
      var echo = awaitEnd(echoes.get(i), InstanceStatus.SUCCEED);
      assertThat(echo.getResult()).isEqualTo("tagged/run " + i);
      assertThat(echo.getTaskTrackerAddress()).isEqualTo(green.address());
      assertThat(noted("echo", echoes.get(i))).isOne();
    }
    assertThat(awaitEnd(unknown, InstanceStatus.FAILED).getResult())
        .contains("fetch Processor failed");
    var again = awaitEnd(failed, InstanceStatus.SUCCEED);
    assertThat(again.getResult()).isEqualTo("now");
    assertThat(again.getRunningTimes()).isEqualTo(2);
    assertThat(awaitEnd(shell, InstanceStatus.SUCCEED).getResult()).contains("from the shell");
    awaitRunning(large);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var progress = app().get("/api/v1/instances/" + large + "/progress");
              assertThat(progress.path("total").asLong()).isEqualTo(121);
              assertThat(progress.path("succeeded").asLong()).isBetween(2L, 121L);
            });
    var done = app().get("/api/v1/instances/" + large + "/tasks?status=SUCCEED&name=PART");
    assertThat(done.path("tasks").findValuesAsText("result")).isNotEmpty().containsOnly("done");
    assertThat(client.stopInstance(large).isSuccess()).isTrue();
    awaitRunning(slow);
    assertThat(client.stopInstance(slow).isSuccess()).isTrue();
    assertThat(awaitEnd(reduced, InstanceStatus.SUCCEED).getResult()).isEqualTo("counted 12");
    assertThat(noted("part", reduced)).isEqualTo(12);
    assertThat(awaitEnd(mapped, InstanceStatus.SUCCEED).getResult())
        .isEqualTo("total:8,succeed:8,failed:0");
    assertThat(awaitEnd(everywhere, InstanceStatus.SUCCEED).getResult())
        .isEqualTo("succeed:3, failed:0");
    assertThat(noted("everywhere", everywhere)).isEqualTo(2);
    await().atMost(Duration.ofSeconds(20)).until(() -> noted("interrupted", slow) == 1);
    assertThat(instance(slow).getStatus()).isEqualTo(InstanceStatus.STOPPED.getV());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                AdminApi.login(server)
                    .get("/instance/log?appId=" + appId + "&instanceId=" + echoes.get(0))
                    .toString()
                    .contains("echo of tagged and run 0"));
    firedOnceEach(rate, 8);
    firedOnceEach(delay, 5);
  }

  private static AppApi app() {
    return AppApi.login(server, APP, PASSWORD);
  }

  private static SaveJobInfoRequest secondLevel(TimeExpressionType type) {
    var job = job(ExecuteType.STANDALONE, "EchoProcessor", type.name());
    job.setTimeExpressionType(type);
    job.setTimeExpression("1000");
    return job;
  }

  private static void firedOnceEach(long jobId, int atLeast) throws IOException {
    await().atMost(Duration.ofSeconds(30)).until(() -> succeeded(jobId).size() >= atLeast);
    client.disableJob(jobId);
    for (var instance : succeeded(jobId)) {
      assertThat(noted("echo", instance.getInstanceId())).isOne();
    }
    var audit = app().get("/api/v1/jobs/" + jobId + "/ledger-audit");
    assertThat(audit.path("missed").asLong()).as(audit.toString()).isZero();
  }

  private static List<InstanceInfoDTO> succeeded(long jobId) {
    var query = new InstancePageQuery();
    query.setJobIdEq(jobId);
    query.setPageSize(500);
    query.setStatusIn(List.of(InstanceStatus.SUCCEED.getV()));
    return client.queryInstanceInfo(query).getData().getData();
  }

  @Test
  @Order(2)
  void workerAndServerKilled_runsAreDoneOnceOrAgainElsewhere() throws Exception {
    var kept = job(ExecuteType.STANDALONE, "SlowProcessor", "8000");
    kept.setDesignatedWorkers("green");
    long survivor = run(kept);
    var first = job(ExecuteType.STANDALONE, "SlowProcessor", "8000");
    first.setDesignatedWorkers("blue,other");
    first.setInstanceRetryNum(1);
    long orphan = run(first);
    awaitRunning(survivor);
    awaitRunning(orphan);

    blue.kill();
    server.kill();
    server.start();
    try (var other = OfficialWorkerProcess.start(APP, server.address(), "other", runs)) {
      assertThat(awaitEnd(survivor, InstanceStatus.SUCCEED).getResult()).isEqualTo("slept");
      assertThat(noted("slow", survivor)).isOne();
      var redone = awaitEnd(orphan, InstanceStatus.SUCCEED);
      assertThat(redone.getTaskTrackerAddress()).isEqualTo(other.address());
      assertThat(redone.getRunningTimes()).isEqualTo(2);
      assertThat(noted("slept", orphan)).isOne();
    }
  }
}
