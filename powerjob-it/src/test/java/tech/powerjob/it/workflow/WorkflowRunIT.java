package tech.powerjob.it.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.common.model.JobOptions.BackoffPolicy;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowNodeOptions.FanOut;
import tech.powerjob.common.model.WorkflowNodeOptions.TriggerRule;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.common.response.WorkflowInstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.AppApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.it.WorkflowDraft;
import tech.powerjob.it.httpworker.ScriptedWorker;
import tech.powerjob.worker.PowerJobWorker;

/** Runs of workflows from end to end: one server, one worker, many workflows. */
@Timeout(120)
class WorkflowRunIT {
  private static final String APP = "workflow-runs";
  private static final String PASSWORD = "password-of-workflow-runs";
  private static final String OURS = "ours";
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static long appId;

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    var admin = AdminApi.login(server);
    appId = admin.createApp(APP, PASSWORD);
    admin.put(
        "/api/v1/apps/" + appId + "/http-workers", Map.of("networks", List.of("127.0.0.1/32")));
    var config = Workers.config(server, APP, PASSWORD);
    config.setTag(OURS);
    worker = Workers.start(config);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    if (client != null) {
      client.close();
    }
    if (worker != null) {
      worker.destroy();
    }
  }

  private static long job(String params) {
    return job(params, OURS);
  }

  private static long job(String params, String workers) {
    var job = Jobs.onDemand("step", StepProcessor.class);
    job.setTimeExpressionType(TimeExpressionType.WORKFLOW);
    job.setJobParams(params);
    job.setDesignatedWorkers(workers);
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    return saved.getData();
  }

  private static long run(WorkflowDraft draft, String initParams) {
    return client.runWorkflow(draft.save(client), initParams, 0).getData();
  }

  private static WorkflowInstanceInfoDTO info(long run) {
    var info = client.fetchWorkflowInstanceInfo(run);
    assertThat(info.isSuccess()).as(info.getMessage()).isTrue();
    return info.getData();
  }

  private static WorkflowInstanceInfoDTO awaitEnd(long run, WorkflowInstanceStatus status) {
    await("the end of run " + run)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> WorkflowInstanceStatus.FINISHED_STATUS.contains(info(run).getStatus()));
    var info = info(run);
    assertThat(info.getStatus())
        .as("%s %s", info.getResult(), info.getDag())
        .isEqualTo(status.getV());
    return info;
  }

  private static JsonNode node(WorkflowInstanceInfoDTO info, long nodeId) throws Exception {
    for (var node : JSON.readTree(info.getDag()).get("nodes")) {
      if (node.get("nodeId").asLong() == nodeId) {
        return node;
      }
    }
    throw new AssertionError("no node " + nodeId + " in " + info.getDag());
  }

  private static WorkflowNodeOptions options() {
    return new WorkflowNodeOptions();
  }

  @Test
  void diamondWithADecision_handsItsContextOn() throws Exception {
    var draft =
        new WorkflowDraft("diamond")
            .job("a", job("put k v1"))
            .node(
                "choice",
                WorkflowNodeType.DECISION,
                node -> node.setNodeParams("return context.get('k') == 'v1' && context.x == '5'"))
            .job("yes", job("show"))
            .job("no", job("fail"))
            .job("end", job("show"))
            .path("a", "choice")
            .way("choice", "yes", true)
            .way("choice", "no", false)
            .path("yes", "end")
            .path("no", "end");
    var info = awaitEnd(run(draft, "{\"x\":5}"), WorkflowInstanceStatus.SUCCEED);
    assertThat(info.getResult()).isEqualTo("{x=5, k=v1}");
    assertThat(JSON.readTree(info.getWfContext()))
        .isEqualTo(JSON.readTree("{\"x\":\"5\",\"k\":\"v1\"}"));
    var no = node(info, draft.id("no"));
    assertThat(no.get("status").asInt()).isEqualTo(9);
    assertThat(no.get("disableByControlNode").asBoolean()).isTrue();
    assertThat(node(info, draft.id("yes")).get("result").asText()).isEqualTo("{x=5, k=v1}");
  }

  @Test
  void failedNode_isRetriedMarkedAndRunAgain() throws Exception {
    var draft =
        new WorkflowDraft("flaky")
            .job("a", job("ok"))
            .job("b", job("flaky"))
            .job("c", job("fail"))
            .path("a", "b", "c");
    long run = run(draft, null);
    var info = awaitEnd(run, WorkflowInstanceStatus.FAILED);
    assertThat(info.getResult()).isEqualTo("middle job failed");
    assertThat(client.retryWorkflowInstance(run).isSuccess()).isTrue();
    info = awaitEnd(run, WorkflowInstanceStatus.FAILED);
    assertThat(node(info, draft.id("b")).get("result").asText()).isEqualTo("the second time");
    assertThat(client.markWorkflowNodeAsSuccess(run, draft.id("a")).getMessage())
        .contains("you can only mark the node which is failed and not allow to skip!");
    assertThat(client.markWorkflowNodeAsSuccess(run, draft.id("c")).isSuccess()).isTrue();
    assertThat(client.retryWorkflowInstance(run).isSuccess()).isTrue();
    awaitEnd(run, WorkflowInstanceStatus.SUCCEED);
    assertThat(StepProcessor.SEEN.get(run)).hasSize(4);
    assertThat(client.retryWorkflowInstance(run).getMessage())
        .contains("workflow instance is already successful");
  }

  @Test
  void rerunOfANode_runsItAndWhatFollowsIt_andNothingElse() throws Exception {
    var draft =
        new WorkflowDraft("rerun")
            .job("a", job("put a 1"))
            .job("b", job("b"))
            .job("c", job("c"))
            .job("d", job("d"))
            .path("a", "b", "d")
            .path("a", "c", "d");
    long run = run(draft, null);
    var before = awaitEnd(run, WorkflowInstanceStatus.SUCCEED);
    var app = Calls.asApp(server, APP, PASSWORD);
    var path = "/api/v1/workflow-runs/" + run + "/rerun";
    assertThat(app.post(path, Map.of("nodeIds", List.of(4_711))).status()).isEqualTo(409);

    app.post(path, Map.of("nodeIds", List.of(draft.id("b")))).json(200);

    var after = awaitEnd(run, WorkflowInstanceStatus.SUCCEED);
    assertThat(StepProcessor.SEEN.get(run))
        .containsExactlyInAnyOrder(
            "put a 1 {}", "b {a=1}", "c {a=1}", "d {a=1}", "b {a=1}", "d {a=1}");
    for (var name : List.of("a", "b", "c", "d")) {
      assertThat(instanceOf(after, draft.id(name)) == instanceOf(before, draft.id(name)))
          .as("%s has the instance that it had", name)
          .isEqualTo(name.equals("a") || name.equals("c"));
    }
  }

  private static long instanceOf(WorkflowInstanceInfoDTO info, long nodeId) throws Exception {
    return node(info, nodeId).get("instanceId").asLong();
  }

  @Test
  void workerOverHttp_takesPartInARun_andHandsItsContextOn() throws Exception {
    try (var http = new ScriptedWorker(server.url(""))) {
      http.beat(appId, "scripted");
      var draft =
          new WorkflowDraft("over http")
              .job("first", job("put k v"))
              .job("http", job("there", "scripted"))
              .job("last", job("show"))
              .path("first", "http", "last");
      long run = run(draft, "{\"x\":1}");
      await().atMost(Duration.ofSeconds(10)).until(() -> http.got("/worker/runJob").size() == 1);
      var command = http.got("/worker/runJob").get(0).body();
      assertThat(command.get("wfInstanceId").asLong()).isEqualTo(run);
      assertThat(JSON.readTree(command.get("instanceParams").asText()))
          .isEqualTo(JSON.readTree("{\"x\":\"1\",\"k\":\"v\"}"));
      http.tell(
          "reportInstanceStatus",
          """
          {"jobId":%d,"instanceId":%d,"wfInstanceId":%d,"reportTime":10,"sourceAddress":"%s",
           "instanceStatus":5,"result":"by http","appendedWfContext":{"from":"there"}}"""
              .formatted(
                  command.get("jobId").asLong(),
                  command.get("instanceId").asLong(),
                  run,
                  http.address()));

      var info = awaitEnd(run, WorkflowInstanceStatus.SUCCEED);
      assertThat(node(info, draft.id("http")).get("result").asText()).isEqualTo("by http");
      assertThat(info.getResult()).isEqualTo("{x=1, k=v, from=there}");
    }
  }

  @Test
  void stop_endsTheInstancesToo() throws Exception {
    var draft =
        new WorkflowDraft("stopped").job("a", job("sleep")).job("b", job("ok")).path("a", "b");
    long run = run(draft, null);
    await().atMost(Duration.ofSeconds(10)).until(() -> StepProcessor.SEEN.containsKey(run));
    var explanation =
        AppApi.login(server, APP, PASSWORD)
            .get("/api/v1/workflow-runs/%d/explanation/%d".formatted(run, draft.id("b")));
    assertThat(explanation.get("reason").asText()).isEqualTo("PREDECESSORS");
    assertThat(explanation.get("summary").get(0).asText()).contains("(a)");
    assertThat(client.stopWorkflowInstance(run).isSuccess()).isTrue();
    var info = awaitEnd(run, WorkflowInstanceStatus.STOPPED);
    assertThat(info.getResult()).isEqualTo("stopped by user");
    long instance = node(info, draft.id("a")).get("instanceId").asLong();
    assertThat(client.fetchInstanceStatus(instance).getData()).isEqualTo(10);
    assertThat(client.stopWorkflowInstance(run).getMessage())
        .contains("workflow instance already stopped");
  }

  @Test
  void stoppedInstance_stopsItsRun() {
    var draft = new WorkflowDraft("by instance").job("a", job("sleep")).job("b", job("ok"));
    long run = run(draft.path("a", "b"), null);
    await().atMost(Duration.ofSeconds(10)).until(() -> StepProcessor.SEEN.containsKey(run));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> node(info(run), draft.id("a")).has("instanceId"));
    try {
      client.stopInstance(node(info(run), draft.id("a")).get("instanceId").asLong());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThat(awaitEnd(run, WorkflowInstanceStatus.STOPPED).getResult())
        .isEqualTo("middle job stopped by user");
  }

  @Test
  void nestedRun_givesItsContextBackAndIsRetriedWithItsParent() throws Exception {
    var inner = new WorkflowDraft("inner").job("x", job("put in 1")).job("y", job("flaky"));
    long innerId = inner.path("x", "y").save(client);
    var draft =
        new WorkflowDraft("outer")
            .node("n", WorkflowNodeType.NESTED_WORKFLOW, node -> node.setJobId(innerId))
            .job("after", job("show"))
            .path("n", "after");
    long run = run(draft, "{\"out\":\"0\"}");
    var info = awaitEnd(run, WorkflowInstanceStatus.FAILED);
    long child = node(info, draft.id("n")).get("instanceId").asLong();
    assertThat(info(child).getStatus()).isEqualTo(WorkflowInstanceStatus.FAILED.getV());
    assertThat(client.retryWorkflowInstance(run).isSuccess()).isTrue();
    info = awaitEnd(run, WorkflowInstanceStatus.SUCCEED);
    assertThat(info.getResult()).isEqualTo("{out=0, in=1}");
    assertThat(node(info, draft.id("n")).get("instanceId").asLong()).isEqualTo(child);
  }

  @Test
  void optionsOfNodes_doWhatTheySay() throws Exception {
    var draft =
        new WorkflowDraft("options")
            .node("wait", WorkflowNodeType.DELAY, node -> node.setOptions(options().setDelay(300L)))
            .job(
                "flaky",
                job("flaky"),
                options()
                    .setRetryNum(1)
                    .setBackoff(new Backoff(BackoffPolicy.FIXED, 200, null, null, null)))
            .job("json", job("json"), options().setOutput(Map.of("second", "/a/b/1")))
            .job(
                "each",
                job("element"),
                options().setFanOut(new FanOut("list", null, 2, "results", null)))
            .job("fails", job("fail"))
            .job("anyway", job("ok"), options().setTriggerRule(TriggerRule.ALL_DONE))
            .path("wait", "flaky", "json", "each", "fails", "anyway");
    long run = run(draft, "{\"list\":[\"a\",\"b\",\"c\"]}");
    var info = awaitEnd(run, WorkflowInstanceStatus.SUCCEED);
    var context = JSON.readTree(info.getWfContext());
    assertThat(context.get("second").asText()).isEqualTo("8");
    assertThat(context.get("results").asText()).isEqualTo("[\"a!\",\"b!\",\"c!\"]");
    assertThat(node(info, draft.id("fails")).get("status").asInt()).isEqualTo(4);
  }

  @Test
  void runThatTakesTooLong_isEnded() {
    var draft =
        new WorkflowDraft("late")
            .job("a", job("sleep"))
            .options(new WorkflowOptions().setDeadline(700L));
    assertThat(awaitEnd(run(draft, null), WorkflowInstanceStatus.FAILED).getResult())
        .startsWith("not finished by ");
  }

  @Test
  void limitOfRuns_refusesOneMore() {
    var draft = new WorkflowDraft("limited").job("a", job("sleep")).atMost(1);
    long workflow = draft.save(client);
    long first = client.runWorkflow(workflow, null, 0).getData();
    long second = client.runWorkflow(workflow, null, 0).getData();
    assertThat(awaitEnd(second, WorkflowInstanceStatus.FAILED).getResult())
        .isEqualTo("too many instances(2>1)");
    client.stopWorkflowInstance(first);
    awaitEnd(first, WorkflowInstanceStatus.STOPPED);
    long third = client.runWorkflow(workflow, null, 0).getData();
    assertThat(info(third).getStatus()).isEqualTo(WorkflowInstanceStatus.RUNNING.getV());
    client.stopWorkflowInstance(third);
  }

  @Test
  void delayedRun_startsAtItsInstant() throws Exception {
    long workflow = new WorkflowDraft("later").job("a", job("ok")).save(client);
    long run = client.runWorkflow(workflow, null, 1_500).getData();
    assertThat(info(run).getStatus()).isEqualTo(WorkflowInstanceStatus.WAITING.getV());
    var info = awaitEnd(run, WorkflowInstanceStatus.SUCCEED);
    var started = JSON.readTree(info.getDag()).get("nodes").get(0);
    assertThat(info.getFinishedTime() - info.getExpectedTriggerTime())
        .as("%s", started)
        .isBetween(0L, 1_000L);
  }
}
