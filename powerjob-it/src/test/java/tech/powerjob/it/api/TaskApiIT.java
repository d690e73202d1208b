package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Calls.Answer;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.wire.TaskReport.Counts;
import tech.powerjob.wire.TaskReport.Ended;
import tech.powerjob.wire.TaskReport.Running;

/** What a server does for distributed runs, asked of one whose coordinator follows a script. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class TaskApiIT {
  private static final String APP = "tasks";
  private static final String PASSWORD = "password-of-tasks";

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobClient client;
  private static ScriptedCoordinator worker;
  private static long appId;
  private static Calls calls;

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    AdminApi.login(server).createApp("other-than-tasks", PASSWORD);
    worker = new ScriptedCoordinator(server.jmsPort(), APP, PASSWORD, appId, "w1");
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    calls = Calls.asApp(server, APP, PASSWORD);
    await().atMost(Duration.ofSeconds(20)).until(() -> isKnown());
  }

  private static boolean isKnown() {
    return AdminApi.login(server).countWorkers(appId) > 0;
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    worker.close();
  }

  private static Answer call(String method, String path, Calls caller) {
    return caller.call(method, "/api/v1/instances/" + path, null);
  }

  private static JsonNode get(String path) throws Exception {
    return call("GET", path, calls).json(200);
  }

  private static JsonNode awaitProgress(long instanceId, Predicate<JsonNode> condition) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(instanceId + "/progress"), condition);
  }

  private static RunInstance run(ExecuteType type) throws Exception {
    var job = Jobs.onDemand(type.name(), "example.Processor");
    job.setExecuteType(type);
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    long instanceId = client.runJob(saved.getData(), null, 0).getData();
    var command = worker.takeCommand();
    assertThat(command.instanceId()).isEqualTo(instanceId);
    assertThat(command.executeType()).isEqualTo(type);
    return command;
  }

  private static Ended ended(String id, boolean success) {
    return new Ended(
        id,
        "square",
        success,
        "Result " + id,
        ScriptedCoordinator.ADDRESS,
        1,
        5,
        6,
        success ? null : "[4]");
  }

  private static TaskReport tasks(
      RunInstance run, long sequence, long page, Counts counts, List<Ended> ended) {
    return new TaskReport(
        worker.id(),
        run.instanceId(),
        run.epoch(),
        run.distribution().generation(),
        sequence,
        page,
        counts,
        ended,
        List.of(new Running("0.9", "square", ScriptedCoordinator.ADDRESS, 77)));
  }

  private static List<String> ids(JsonNode page) {
    return page.get("tasks").findValuesAsText("taskId");
  }

  @Test
  void tasks_areCountedFoundAndTheFailedOnesRunAgain() throws Exception {
    var run = run(ExecuteType.MAP);
    long id = run.instanceId();
    assertThat(run.distribution().broker()).isEqualTo("127.0.0.1:" + server.jmsPort());
    assertThat(run.distribution().workers()).hasSize(1);

    worker.report(run, InstanceStatus.RUNNING, null);
    worker.tasks(tasks(run, 1, 0, new Counts(4, 0, 0, 1, 0, 1), List.of()));
    var early = awaitProgress(id, each -> each.get("total").asLong() == 4);
    assertThat(early.get("waiting").asLong()).isEqualTo(3);
    assertThat(early.get("coordinator").asText()).isEqualTo(ScriptedCoordinator.ADDRESS);
    assertThat(ids(get(id + "/tasks?status=running"))).containsExactly("0.9");
    assertThat(call("POST", id + "/tasks/retry-failed", calls).status()).isEqualTo(409);

    worker.tasks(
        tasks(
            run,
            2,
            1,
            new Counts(4, 1, 1, 1, 0, 1),
            List.of(ended("0.1", true), ended("0.2", false))));
    worker.tasks(
        tasks(
            run,
            3,
            2,
            new Counts(4, 3, 1, 0, 0, 1),
            List.of(ended("0.3", true), ended("0", true))));
    worker.report(run, InstanceStatus.FAILED, "total:4,succeed:3,failed:1");
    var late =
        awaitProgress(
            id, each -> each.get("succeeded").asLong() == 3 && each.get("retryable").asBoolean());
    assertThat(late.get("failed").asLong()).isOne();

    assertThat(ids(get(id + "/tasks"))).containsExactly("0", "0.3", "0.2", "0.1");
    var failed = get(id + "/tasks?status=FAILED").get("tasks");
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).get("content").asText()).isEqualTo("[4]");
    assertThat(ids(get(id + "/tasks?text=rEsult%200.3"))).containsExactly("0.3");
    assertThat(ids(get(id + "/tasks?worker=elsewhere"))).isEmpty();
    var first = get(id + "/tasks?limit=3");
    assertThat(ids(first)).containsExactly("0", "0.3", "0.2");
    assertThat(ids(get(id + "/tasks?limit=3&after=" + first.get("next").asText())))
        .containsExactly("0.1");
    assertThat(call("GET", id + "/tasks?status=odd", calls).status()).isEqualTo(400);

    assertThat(call("POST", id + "/tasks/retry-failed", calls).status()).isEqualTo(204);
    var again = worker.takeCommand();
    assertThat(again.epoch()).isEqualTo(2);
    assertThat(again.distribution().generation()).isOne();
    assertThat(again.distribution().reopenedAfter()).isEqualTo(1);
    worker.report(again, InstanceStatus.RUNNING, null);
    worker.tasks(tasks(again, 4, 3, new Counts(4, 4, 0, 0, 0, 1), List.of(ended("0.2", true))));
    worker.report(again, InstanceStatus.SUCCEED, "total:4,succeed:4,failed:0");
    awaitProgress(
        id,
        each ->
            each.get("succeeded").asLong() == 4 && each.get("status").asText().equals("SUCCEED"));
    assertThat(ids(get(id + "/tasks"))).containsExactly("0.2", "0", "0.3", "0.1");
    assertThat(ids(get(id + "/tasks?status=FAILED"))).isEmpty();
    var refused = call("POST", id + "/tasks/retry-failed", calls);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("no task of the instance has failed");
  }

  @Test
  void anotherApplication_seesNothing() throws Exception {
    var run = run(ExecuteType.BROADCAST);
    worker.report(run, InstanceStatus.RUNNING, null);
    var foreign = Calls.asApp(server, "other-than-tasks", PASSWORD);
    for (var path : List.of("/progress", "/tasks")) {
      assertThat(call("GET", run.instanceId() + path, foreign).status()).isEqualTo(404);
    }
    assertThat(call("POST", run.instanceId() + "/tasks/retry-failed", foreign).status())
        .isEqualTo(404);
    worker.report(run, InstanceStatus.SUCCEED, "done");
  }

  @Test
  void coordinatorThatIsLost_isFollowedByOneThatGoesOn() throws Exception {
    var run = run(ExecuteType.MAP_REDUCE);
    worker.report(run, InstanceStatus.RUNNING, null);
    worker.tasks(tasks(run, 1, 1, new Counts(2, 1, 0, 1, 0, 1), List.of(ended("0.1", true))));
    awaitProgress(run.instanceId(), each -> each.get("succeeded").asLong() == 1);
    worker.lost(run);

    var next = worker.takeCommand();
    assertThat(next.epoch()).isEqualTo(2);
    assertThat(next.distribution().generation()).isOne();
    assertThat(next.distribution().broker()).isEqualTo(run.distribution().broker());
    worker.report(next, InstanceStatus.RUNNING, null);
    worker.tasks(tasks(next, 2, 2, new Counts(2, 2, 0, 0, 0, 1), List.of(ended("0", true))));
    worker.report(next, InstanceStatus.SUCCEED, "done");
    awaitProgress(run.instanceId(), each -> each.get("succeeded").asLong() == 2);
    assertThat(ids(get(run.instanceId() + "/tasks"))).containsExactly("0", "0.1");
    assertThat(get(run.instanceId() + "/explanation").toString()).contains("COORDINATOR_LOST");
  }

  @Tag("prove") // They are kept for a minute.
  @Test
  void queuesThatNobodyNeeds_areRemovedAndOthersStay() throws Exception {
    var run = run(ExecuteType.MAP);
    worker.report(run, InstanceStatus.RUNNING, null);
    var needed = Addresses.task(appId, run.instanceId(), 1, "todo");
    var unknown = Addresses.task(appId, 12345, 1, "todo");
    worker.createQueue(needed);
    worker.createQueue(unknown);

    await().atMost(Duration.ofSeconds(60)).until(() -> !worker.hasQueue(unknown));
    assertThat(worker.hasQueue(needed)).isTrue();
    worker.report(run, InstanceStatus.SUCCEED, "done");
    await().atMost(Duration.ofSeconds(120)).until(() -> !worker.hasQueue(needed));
  }
}
