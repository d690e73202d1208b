package tech.powerjob.it.official;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * Workflows, driven by the published {@code powerjob-client:5.1.1} with every method it has for
 * them, and beside it by {@code /api/v1} and the console's calls.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WorkflowsIT {
  private static final String APP = "flows";
  private static final String OTHER_APP = "flows-of-others";
  private static final String PASSWORD = "password-of-flows";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int JOB = 1;
  private static final int DECISION = 2;
  private static final int NESTED = 3;
  private static final int FAILED = 3;
  private static final int SUCCEED = 4;
  private static final int STOPPED = 10;

  @TempDir static Path folder;

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static long appId;
  private static long other;
  private static long job;
  private static long foreignJob;
  private static PowerJobWorker worker;
  private static OfficialClient client;
  private static Calls admin;

  /** Does what its parameters say: {@code fail}, {@code wait}, or {@code put <key> <value>}. */
  public static final class Step implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      var words = String.valueOf(context.getJobParams()).split(" ");
      switch (words[0]) {
        case "wait" -> TimeUnit.SECONDS.sleep(30);
        case "put" -> context.getWorkflowContext().appendData2WfContext(words[1], words[2]);
        default -> {}
      }
      return new ProcessResult(
          !words[0].equals("fail"),
          words[0] + " in " + context.getWorkflowContext().fetchWorkflowContext());
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    admin = Calls.asAdmin(server);
    long namespace = admin.post("/namespace/listAll", Map.of()).data().path(0).path("id").asLong();
    appId = createApp(APP, namespace);
    other = createApp(OTHER_APP, namespace);
    worker = Workers.start(server, APP, PASSWORD);
    client = OfficialClient.start(folder.resolve("client"));
    assertThat(client.connect(server.address(), OTHER_APP, PASSWORD).has("exception")).isFalse();
    foreignJob = client.data("saveJob", job("foreign")).asLong();
    assertThat(client.connect(server.address(), APP, PASSWORD).has("exception")).isFalse();
    job = client.data("saveJob", job("step")).asLong();
  }

  private static long createApp(String name, long namespace) {
    return admin
        .post(
            "/appInfo/save",
            Map.of("appName", name, "password", PASSWORD, "namespaceId", namespace))
        .data()
        .path("id")
        .asLong();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    worker.destroy();
  }

  private static Map<String, Object> job(String name) {
    return Map.of(
        "jobName",
        name,
        "timeExpressionType",
        "WORKFLOW",
        "executeType",
        "STANDALONE",
        "processorType",
        "BUILT_IN",
        "processorInfo",
        Step.class.getName(),
        "jobParams",
        "of the job");
  }

  private static Map<String, Object> node(int type, Long refersTo, String name, String params) {
    var node = new LinkedHashMap<String, Object>();
    node.put("appId", appId);
    node.put("type", type);
    node.put("jobId", refersTo);
    node.put("nodeName", name);
    node.put("nodeParams", params);
    return node;
  }

  @SafeVarargs
  private static List<Long> nodes(Map<String, Object>... nodes) throws IOException {
    var ids = new ArrayList<Long>();
    client
        .data("saveWorkflowNode", List.of(nodes))
        .forEach(node -> ids.add(node.path("id").asLong()));
    return ids;
  }

  private static Map<String, Object> edge(long from, long to, String property) {
    var edge = new HashMap<String, Object>(Map.of("from", from, "to", to));
    if (property != null) {
      edge.put("property", property);
    }
    return edge;
  }

  private static Map<String, Object> workflow(
      String name, List<Long> nodes, List<Map<String, Object>> edges) {
    var workflow = new LinkedHashMap<String, Object>();
    workflow.put("wfName", name);
    workflow.put("timeExpressionType", "API");
    workflow.put("maxWfInstanceNum", 0);
    workflow.put(
        "dag",
        Map.of("nodes", nodes.stream().map(id -> Map.of("nodeId", id)).toList(), "edges", edges));
    return workflow;
  }

  private static long chain(String name, String... params) throws IOException {
    var requests = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < params.length; i++) {
      requests.add(node(JOB, job, name + i, params[i]));
    }
    var ids = new ArrayList<Long>();
    client.data("saveWorkflowNode", requests).forEach(node -> ids.add(node.path("id").asLong()));
    var edges =
        IntStream.range(1, ids.size())
            .mapToObj(i -> edge(ids.get(i - 1), ids.get(i), null))
            .toList();
    return client.data("saveWorkflow", workflow(name, ids, edges)).asLong();
  }

  private static JsonNode awaitEnd(long run, int status) {
    await("status " + status + " of run " + run)
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> client.data("fetchWorkflowInstanceInfo", run).path("status").asInt(),
            found -> found == status);
    try {
      return client.data("fetchWorkflowInstanceInfo", run);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode nodeOf(JsonNode run, long nodeId) throws IOException {
    for (var node : JSON.readTree(run.path("dag").asText()).path("nodes")) {
      if (node.path("nodeId").asLong() == nodeId) {
        return node;
      }
    }
    throw new AssertionError("no node " + nodeId + " in " + run);
  }

  @Test
  void definition_isReadAsItWasSaved() throws Exception {
    var ids =
        nodes(
            node(JOB, job, "first", "of the node"),
            node(DECISION, null, "which", "true"),
            node(JOB, job, "yes", null),
            node(JOB, job, "no", null));
    var edges =
        List.of(
            edge(ids.get(0), ids.get(1), null),
            edge(ids.get(1), ids.get(2), "true"),
            edge(ids.get(1), ids.get(3), "false"));
    var request = workflow("read", ids, edges);
    request.put("wfDescription", "text");
    request.put("notifyUserIds", List.of(1, 2));
    long id = client.data("saveWorkflow", request).asLong();
    var read = client.data("fetchWorkflow", id);
    assertThat(read.path("wfName").asText()).isEqualTo("read");
    assertThat(read.path("appId").asLong()).isEqualTo(appId);
    assertThat(read.path("timeExpressionType").asText()).isEqualTo("API");
    assertThat(read.path("notifyUserIds").asText()).isEqualTo("[1,2]");
    assertThat(read.path("enable").asBoolean()).isTrue();
    var raw = Calls.asApp(server, APP, PASSWORD).post("/openApi/fetchWorkflow?workflowId=" + id);
    var dag = raw.data().path("peworkflowDAG");
    assertThat(dag.path("nodes")).hasSize(4);
    assertThat(dag.path("nodes").path(0).path("nodeParams").asText()).isEqualTo("of the node");
    assertThat(dag.path("nodes").path(1).path("nodeType").asInt()).isEqualTo(DECISION);
    assertThat(dag.path("edges").path(1).path("property").asText()).isEqualTo("true");
    assertThat(raw.data().path("lifeCycle").isNull()).isTrue();
  }

  @Test
  void switches_andCopies_andDeletes() throws Exception {
    long id = chain("switched", "a", "b");
    client.data("disableWorkflow", id);
    assertThat(client.data("fetchWorkflow", id).path("enable").asBoolean()).isFalse();
    client.data("enableWorkflow", id);
    assertThat(client.data("fetchWorkflow", id).path("enable").asBoolean()).isTrue();
    long copy = client.data("copyWorkflow", id).asLong();
    var copied = client.data("fetchWorkflow", copy);
    assertThat(copied.path("wfName").asText()).isEqualTo("switched_COPY");
    assertThat(copied.toString()).contains("switched0").contains("switched1");
    client.data("deleteWorkflow", id);
    assertThat(client.refusal("copyWorkflow", id))
        .isEqualTo("PowerJobException: can't copy the workflow which has been deleted!");
    var lines = admin.get("/api/v1/audit?appId=" + appId + "&objectType=workflow&limit=100").data();
    assertThat(lines.toString())
        .contains("workflow.create", "workflow.disable", "workflow.enable", "workflow.delete");
  }

  @Test
  void run_passesItsContextOn_andTakesTheBranchThatTheConditionSays() throws Exception {
    var ids =
        nodes(
            node(JOB, job, "first", "put sum 7"),
            node(DECISION, null, "which", "return context.get('sum').toInteger() > 5"),
            node(JOB, job, "yes", "put way high"),
            node(JOB, job, "no", "put way low"));
    var edges =
        List.of(
            edge(ids.get(0), ids.get(1), null),
            edge(ids.get(1), ids.get(2), "true"),
            edge(ids.get(1), ids.get(3), "false"));
    long id = client.data("saveWorkflow", workflow("branch", ids, edges)).asLong();
    long run = client.data("runWorkflow", id, "{\"from\":\"outside\"}", 0).asLong();
    var ended = awaitEnd(run, SUCCEED);
    var context = JSON.readTree(ended.path("wfContext").asText());
    assertThat(context.path("from").asText()).isEqualTo("outside");
    assertThat(context.path("sum").asText()).isEqualTo("7");
    assertThat(context.path("way").asText()).isEqualTo("high");
    assertThat(nodeOf(ended, ids.get(1)).path("result").asText()).isEqualTo("true");
    assertThat(nodeOf(ended, ids.get(2)).path("status").asInt()).isEqualTo(5);
    assertThat(nodeOf(ended, ids.get(2)).path("instanceId").isNumber()).isTrue();
    var left = nodeOf(ended, ids.get(3));
    assertThat(left.path("status").asInt()).isEqualTo(9);
    assertThat(left.path("disableByControlNode").asBoolean()).isTrue();
    assertThat(ended.path("wfInitParams").asText()).isEqualTo("{\"from\":\"outside\"}");
    assertThat(ended.path("finishedTime").asLong())
        .isGreaterThanOrEqualTo(ended.path("actualTriggerTime").asLong());
    var shown = admin.get("/wfInstance/info?wfInstanceId=" + run).data();
    assertThat(shown.path("wfInstanceId").isTextual()).isTrue();
    assertThat(shown.path("workflowName").asText()).isEqualTo("branch");
    assertThat(shown.path("peworkflowDAG").path("nodes").path(0).path("instanceId").isTextual())
        .isTrue();
  }

  @Test
  void nestedWorkflow_runsInsideAndGivesItsContextBack() throws Exception {
    long inner = chain("inner", "put inside 1");
    var ids = nodes(node(NESTED, inner, "nested", null), node(JOB, job, "after", "x"));
    var edges = List.of(edge(ids.get(0), ids.get(1), null));
    long outer = client.data("saveWorkflow", workflow("outer", ids, edges)).asLong();
    var ended = awaitEnd(client.data("runWorkflow", outer).asLong(), SUCCEED);
    assertThat(ended.path("wfContext").asText()).contains("inside");
    long child = nodeOf(ended, ids.get(0)).path("instanceId").asLong();
    assertThat(client.data("fetchWorkflowInstanceInfo", child).path("workflowId").asLong())
        .isEqualTo(inner);
    assertThat(client.refusal("saveWorkflowNode", List.of(node(NESTED, outer, "deeper", null))))
        .startsWith(
            "PowerJobException: Illegal nested workflow node,specified workflow must be a simple"
                + " workflow,node name : deeper");
  }

  @Test
  void failedRun_isMarkedAndRetried_fromWhereItFailed() throws Exception {
    var ids = nodes(node(JOB, job, "bad", "fail"), node(JOB, job, "after", "put done 1"));
    var edges = List.of(edge(ids.get(0), ids.get(1), null));
    long id = client.data("saveWorkflow", workflow("failing", ids, edges)).asLong();
    long run = client.data("runWorkflow", id).asLong();
    assertThat(awaitEnd(run, FAILED).path("result").asText()).isEqualTo("middle job failed");
    assertThat(client.refusal("stopWorkflowInstance", run))
        .endsWith("workflow instance already stopped");
    assertThat(client.refusal("markWorkflowNodeAsSuccess", run, 987_654_321L))
        .endsWith("can't find the node in current DAG!");
    client.data("markWorkflowNodeAsSuccess", run, ids.get(0));
    client.data("retryWorkflowInstance", run);
    var ended = awaitEnd(run, SUCCEED);
    assertThat(nodeOf(ended, ids.get(0)).path("result").asText())
        .isEqualTo("mark as successful node");
    assertThat(client.refusal("retryWorkflowInstance", run))
        .endsWith("workflow instance is already successful");
  }

  @Test
  void run_isStopped_andADelayedOneWaits() throws Exception {
    long id = chain("long", "wait", "x");
    long run = client.data("runWorkflow", id).asLong();
    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> client.data("fetchWorkflowInstanceInfo", run).path("status").asInt() == 2);
    assertThat(client.refusal("retryWorkflowInstance", run))
        .endsWith("workflow instance is running");
    client.data("stopWorkflowInstance", run);
    assertThat(awaitEnd(run, STOPPED).path("result").asText()).isEqualTo("stopped by user");
    long delayed = client.data("runWorkflow", id, "text", 600_000).asLong();
    var waiting = client.data("fetchWorkflowInstanceInfo", delayed);
    assertThat(waiting.path("status").asInt()).isEqualTo(1);
    assertThat(waiting.path("wfContext").asText()).isEqualTo("{\"initParams\":\"text\"}");
    client.data("stopWorkflowInstance", delayed);
  }

  @Test
  void badDefinitions_areRefusedNamingWhatIsWrong_andNothingIsKept() throws Exception {
    var ids = nodes(node(JOB, job, "a", null), node(JOB, job, "b", null));
    long a = ids.get(0);
    long b = ids.get(1);
    refused(List.of(), List.of(), "illegal DAG");
    refused(ids, List.of(edge(a, b, null), edge(b, a, null)), "illegal DAG");
    refused(List.of(a, a), List.of(), "illegal DAG");
    refused(List.of(a), List.of(edge(a, 987_654L, null)), "illegal DAG");
    refused(List.of(987_654L), List.of(), "can't find node info by id :987654");
    long used = client.data("saveWorkflow", workflow("user", ids, List.of())).asLong();
    refused(ids, List.of(), "can't use another workflow's node,node name : a,node id : " + a);
    assertThat(client.data("fetchWorkflow", used).path("wfName").asText()).isEqualTo("user");
    var lonely = nodes(node(DECISION, null, "lonely", "true"));
    refused(lonely, List.of(), "DecisionNode‘s out-degree must be 2,node name : lonely");
    refusedNode(node(JOB, 987_654L, "lost", null), "Illegal job node,specified job is not exist");
    refusedNode(node(DECISION, null, "blank", " "), "DecisionNode‘s param must be not null");
    refusedNode(node(NESTED, 987_654L, "lost", null), "Illegal nested workflow node,specified");
    refusedNode(node(77, null, "odd", null), "type is 77 but must be");
    refusedNode(node(JOB, null, "empty", null), "jobId can't be empty");
    refusedNode(node(JOB, foreignJob, "foreign", null), "node name : foreign");
    var expired = workflow("expired", List.of(nodes(node(JOB, job, "x", null)).get(0)), List.of());
    expired.put("timeExpressionType", "CRON");
    expired.put("timeExpression", "0 0 0 1 1 ? 2020");
    assertThat(client.refusal("saveWorkflow", expired)).contains("time expression is out of date");
    var left =
        admin.get("/api/v1/workflows?appId=" + appId + "&name=bad-&limit=10").data().path("items");
    assertThat(left).isEmpty();
  }

  private static void refused(List<Long> nodes, List<Map<String, Object>> edges, String text)
      throws IOException {
    assertThat(client.refusal("saveWorkflow", workflow("bad-" + text.hashCode(), nodes, edges)))
        .contains(text);
  }

  private static void refusedNode(Map<String, Object> node, String text) throws IOException {
    assertThat(client.refusal("saveWorkflowNode", List.of(node))).contains(text);
  }

  @Test
  void aThousandNodes_areSaved() throws Exception {
    var requests =
        IntStream.range(0, 1_000).mapToObj(i -> node(JOB, job, "n" + i, "put k " + i)).toList();
    var app = Calls.asApp(server, APP, PASSWORD);
    var ids = new ArrayList<Long>();
    app.post("/openApi/addWorkflowNode", requests)
        .data()
        .forEach(node -> ids.add(node.path("id").asLong()));
    var edges =
        IntStream.range(1, 1_000).mapToObj(i -> edge(ids.get(0), ids.get(i), null)).toList();
    long id = app.post("/openApi/saveWorkflow", workflow("wide", ids, edges)).data().asLong();
    assertThat(client.data("fetchWorkflow", id).path("wfName").asText()).isEqualTo("wide");
  }

  @Test
  void jobOfAnotherApplication_runsOnlyWhereBothAllowIt() throws Exception {
    var request = List.of(node(JOB, foreignJob, "foreign", null));
    assertThat(client.refusal("saveWorkflowNode", request)).contains("application " + other);
    link(appId, Map.of("calls", List.of(other)));
    assertThat(client.refusal("saveWorkflowNode", request)).contains("application " + other);
    link(other, Map.of("serves", List.of(appId)));
    assertThat(client.data("saveWorkflowNode", request)).hasSize(1);
    link(other, Map.of());
    assertThat(client.refusal("saveWorkflowNode", request)).contains("application " + other);
    assertThat(
            Calls.asApp(server, APP, PASSWORD)
                .call("PUT", "/api/v1/apps/" + other + "/workflow-links", Map.of())
                .status())
        .isIn(401, 403);
  }

  private static void link(long app, Map<String, Object> links) {
    admin.call("PUT", "/api/v1/apps/" + app + "/workflow-links", links).json(200);
  }

  @Test
  void wholeWorkflow_isSavedAtOnce_andChangedOnlyByThoseWhoSawIt() throws Exception {
    var app = Calls.asApp(server, APP, PASSWORD);
    var document = new LinkedHashMap<String, Object>();
    document.put("wfName", "whole");
    document.put("timeExpressionType", "API");
    document.put(
        "nodes",
        List.of(
            Map.of("nodeId", -1, "type", "JOB", "jobId", job, "nodeName", "one"),
            Map.of("nodeId", -2, "type", "JOB", "jobId", job, "nodeName", "two")));
    document.put("edges", List.of(Map.of("from", -1, "to", -2)));
    var created = app.post("/api/v1/workflows", document);
    var made = created.json(201);
    var path = "/api/v1/workflows/" + made.path("id").asLong();
    assertThat(made.path("nodes").path(0).path("nodeId").asLong()).isPositive();
    assertThat(made.path("edges").path(0).path("from").asLong())
        .isEqualTo(made.path("nodes").path(0).path("nodeId").asLong());
    assertThat(app.call("PUT", path, document).status()).isEqualTo(428);
    var changed =
        app.with("If-Match", created.header("ETag"))
            .with("Content-Type", "application/merge-patch+json")
            .call("PATCH", path, Map.of("wfDescription", "new"));
    assertThat(changed.json(200).path("wfDescription").asText()).isEqualTo("new");
    assertThat(changed.header("ETag")).isNotEqualTo(created.header("ETag"));
    assertThat(app.with("If-Match", created.header("ETag")).call("PUT", path, document).status())
        .isEqualTo(412);
    document.put("edges", List.of(Map.of("from", -1, "to", -2), Map.of("from", -2, "to", -1)));
    var cyclic = app.with("If-Match", "*").call("PUT", path, document);
    assertThat(cyclic.status()).isEqualTo(400);
    assertThat(cyclic.message()).contains("illegal DAG");
    assertThat(app.get(path).json(200).path("nodes").path(0).path("nodeId").asLong())
        .isEqualTo(made.path("nodes").path(0).path("nodeId").asLong());
    assertThat(app.get(path + "/versions").json(200)).hasSize(1);
    app.with("If-Match", "*")
        .with("Content-Type", "application/merge-patch+json")
        .call("PATCH", path, Map.of("wfName", "renamed", "nodes", List.of(), "edges", List.of()))
        .json(400); // Without a node there is no workflow.
    app.with("If-Match", "*")
        .with("Content-Type", "application/merge-patch+json")
        .call("PATCH", path, Map.of("wfName", "renamed", "edges", List.of()))
        .json(200);
    assertThat(app.get(path + "/versions").json(200)).hasSize(2);
    var former = app.get(path + "/versions/1").json(200);
    assertThat(former.path("wfName").asText()).isEqualTo(made.path("wfName").asText());
    assertThat(former.path("version").asInt()).isEqualTo(1);
    assertThat(former.path("who").asText()).isNotBlank();
    assertThat(former.path("created").asLong()).isPositive();
    assertThat(former.path("nodes").findValuesAsText("nodeName")).containsExactly("one", "two");
    assertThat(former.path("edges")).isEqualTo(made.path("edges"));
    var present = app.get(path + "/versions/2").json(200);
    assertThat(present.path("wfName").asText()).isEqualTo("renamed");
    assertThat(present.path("edges")).isEmpty();
    assertThat(app.get(path + "/versions/3").status()).isEqualTo(404);
    var stranger = Calls.asApp(server, OTHER_APP, PASSWORD);
    assertThat(stranger.get(path).status()).isEqualTo(404);
    assertThat(stranger.get(path + "/versions/1").status()).isEqualTo(404);
    assertThat(app.with("If-Match", "*").call("DELETE", path, null).status()).isEqualTo(204);
  }

  @Test
  void cronWorkflow_firesEachInstantOnce_andItsAuditFindsNoneMissing() throws Exception {
    var ids = nodes(node(JOB, job, "tick", "x"));
    var request = workflow("ticking", ids, List.of());
    request.put("timeExpressionType", "CRON");
    request.put("timeExpression", "* * * * * ?");
    long id = client.data("saveWorkflow", request).asLong();
    await()
        .atMost(Duration.ofSeconds(15))
        .until(
            () -> {
              var query = "/api/v1/workflow-runs?appId=%d&workflowId=%d&status=SUCCEED";
              return admin.get(query.formatted(appId, id)).data().path("items").size() >= 3;
            });
    client.data("disableWorkflow", id);
    client.data("enableWorkflow", id);
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              var audit = admin.get("/api/v1/workflows/" + id + "/ledger-audit").data();
              assertThat(audit.path("expected").asInt()).isGreaterThan(2);
              assertThat(audit.path("missed")).isEmpty();
              assertThat(audit.path("unexpected")).isEmpty();
            });
    client.data("deleteWorkflow", id);
    var page =
        admin
            .post("/wfInstance/list", Map.of("appId", appId, "workflowId", id, "pageSize", 5))
            .data();
    // What was recorded ahead went with the schedule.
    assertThat(page.path("totalItems").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(page.path("data").path(0).path("workflowName").asText()).isEqualTo("ticking");
  }

  @Test
  void otherApplicationsWorkflows_areOutOfReach() throws Exception {
    long id = chain("mine", "x");
    client.connect(server.address(), OTHER_APP, PASSWORD);
    try {
      var denied = "PowerJobException: Permission Denied! can't operate other app's workflow!";
      for (var method :
          List.of("fetchWorkflow", "copyWorkflow", "enableWorkflow", "disableWorkflow")) {
        assertThat(client.refusal(method, id)).as(method).isEqualTo(denied);
      }
      assertThat(client.refusal("runWorkflow", id)).startsWith("PowerJobException: Permission");
      assertThat(client.refusal("fetchWorkflow", 987_654_321L))
          .isEqualTo("IllegalArgumentException: can't find workflow by id: 987654321");
    } finally {
      client.connect(server.address(), APP, PASSWORD);
    }
  }

  @Test
  void runWithAKey_happensOnce() throws Exception {
    long id = chain("keyed", "x");
    var app = Calls.asApp(server, APP, PASSWORD).with("Idempotency-Key", "once");
    var path = "/api/v1/workflows/" + id + "/runs";
    var first = app.post(path, Map.of("initParams", "a")).json(201).path("wfInstanceId");
    assertThat(app.post(path, Map.of("initParams", "a")).json(201).path("wfInstanceId"))
        .isEqualTo(first);
    assertThat(app.post(path, Map.of("initParams", "b")).status()).isEqualTo(409);
    awaitEnd(first.asLong(), SUCCEED);
  }

  @Test
  void contextOverItsLimit_isRefusedWithItsSize() throws Exception {
    long id = chain("huge", "x");
    var refusal =
        Calls.asApp(server, APP, PASSWORD)
            .post("/api/v1/workflows/" + id + "/runs", Map.of("initParams", "x".repeat(2_000_000)));
    assertThat(refusal.status()).isBetween(400, 413);
  }
}
