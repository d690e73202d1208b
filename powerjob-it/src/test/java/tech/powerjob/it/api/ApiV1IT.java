package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
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
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** The versioned REST calls, as an application and as a user make them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ApiV1IT {
  private static final String APP = "modern";
  private static final String PASSWORD = "password-of-modern";
  private static final String JOBS = "/api/v1/jobs";
  private static final String INSTANCES = "/api/v1/instances";

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static long appId;
  private static Calls app;
  private static Calls other;
  private static Calls admin;

  /** Logs its parameters, a line each, and returns them; waits if they say so. */
  public static final class Chatty implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      var log = context.getOmsLogger();
      var parameters = String.valueOf(context.getInstanceParams());
      for (var word : parameters.split(" ")) {
        log.info("word {}", word);
      }
      log.warn("a warning about 100% of {}", parameters);
      if (parameters.startsWith("wait")) {
        TimeUnit.SECONDS.sleep(30);
      }
      return new ProcessResult(true, "said " + parameters);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    var accounts = AdminApi.login(server);
    appId = accounts.createApp(APP, PASSWORD);
    accounts.createApp("other", PASSWORD);
    app = Calls.asApp(server, APP, PASSWORD);
    other = Calls.asApp(server, "other", PASSWORD);
    admin = Calls.asAdmin(server);
    var config = Workers.config(server, APP, PASSWORD);
    config.setTag("blue");
    worker = Workers.start(config);
  }

  @AfterAll
  static void stop() throws Exception {
    worker.destroy();
  }

  private static Map<String, Object> job(String name) {
    var job = new LinkedHashMap<String, Object>();
    job.put("jobName", name);
    job.put("timeExpressionType", "API");
    job.put("executeType", "STANDALONE");
    job.put("processorType", "BUILT_IN");
    job.put("processorInfo", Chatty.class.getName());
    return job;
  }

  private static long create(String name) {
    return app.post(JOBS, job(name)).json(201).path("id").asLong();
  }

  private static String run(long jobId, String parameters, long delay) {
    var body = Map.of("instanceParams", parameters, "delay", delay);
    return app.post(JOBS + "/" + jobId + "/runs", body).json(201).path("instanceId").asText();
  }

  private static JsonNode awaitStatus(String instanceId, String status) {
    await(status + " of " + instanceId)
        .atMost(Duration.ofSeconds(20))
        .until(() -> read(instanceId).path("status").asText().equals(status));
    return read(instanceId);
  }

  private static JsonNode read(String instanceId) {
    return app.get(INSTANCES + "/" + instanceId).json(200);
  }

  @Test
  void job_isCreatedReadReplacedPatchedAndDeleted_byItsVersion() {
    var created = app.post(JOBS, job("versions"));
    long id = created.json(201).path("id").asLong();
    var path = JOBS + "/" + id;
    assertThat(created.header("Location")).endsWith(path);
    var first = created.header("ETag");
    assertThat(app.get(path).header("ETag")).isEqualTo(first);

    var changed = job("versions");
    changed.put("concurrency", 9);
    changed.put("tag", "t");
    changed.put("logConfig", Map.of("type", 1, "level", 3));
    assertThat(app.call("PUT", path, changed).json(428).path("type").asText())
        .isEqualTo("urn:powerjob:problem:version-required");
    assertThat(app.with("If-Match", "\"0\"").call("PUT", path, changed).status()).isEqualTo(412);
    var replaced = app.with("If-Match", first).call("PUT", path, changed);
    assertThat(replaced.json(200).path("concurrency").asInt()).isEqualTo(9);
    assertThat(replaced.header("ETag")).isNotEqualTo(first);
    assertThat(app.with("If-Match", first).call("PUT", path, changed).status()).isEqualTo(412);

    var patch = Map.of("concurrency", 3, "logConfig", Map.of("level", 4));
    var patched =
        app.with("If-Match", replaced.header("ETag"))
            .with("Content-Type", "application/merge-patch+json")
            .call("PATCH", path, patch);
    assertThat(patched.json(200).path("concurrency").asInt()).isEqualTo(3);
    assertThat(patched.json().path("logConfig").path("type").asInt()).isEqualTo(1);
    assertThat(patched.json().path("logConfig").path("level").asInt()).isEqualTo(4);
    assertThat(patched.json().path("tag").asText()).isEqualTo("t");
    // What PUT leaves out is gone, also what the old call would have kept.
    var bare = app.with("If-Match", "*").call("PUT", path, job("versions")).json(200);
    assertThat(bare.path("logConfig").isNull()).isTrue();

    assertThat(app.post(path + "/disable", null).json(200).path("status").asText())
        .isEqualTo("DISABLE");
    assertThat(app.post(path + "/enable", null).json(200).path("status").asText())
        .isEqualTo("ENABLE");
    assertThat(app.post(path + "/copy", null).json(201).path("jobName").asText())
        .isEqualTo("versions_COPY");
    assertThat(app.call("DELETE", path, null).status()).isEqualTo(428);
    assertThat(app.with("If-Match", "*").call("DELETE", path, null).status()).isEqualTo(204);
    assertThat(app.get(path).json(200).path("status").asText()).isEqualTo("DELETED");
  }

  @Test
  void creationWithAKey_happensOnce() {
    var keyed = app.with("Idempotency-Key", "create-1");
    long first = keyed.post(JOBS, job("keyed")).json(201).path("id").asLong();
    assertThat(keyed.post(JOBS, job("keyed")).json(201).path("id").asLong()).isEqualTo(first);
    assertThat(keyed.post(JOBS, job("different")).status()).isEqualTo(409);
  }

  @Test
  void jobs_areFoundByConditions_andPagedByCursor() {
    for (int i = 0; i < 5; i++) {
      var each = job("paged-" + i);
      each.put("tag", i % 2 == 0 ? "even" : "odd");
      app.post(JOBS, each).json(201);
    }
    var names = new ArrayList<String>();
    var cursor = "";
    do {
      var page = app.get(JOBS + "?name=paged&limit=2" + cursor).json(200);
      page.path("items").forEach(item -> names.add(item.path("jobName").asText()));
      cursor = page.path("next").isNull() ? null : "&cursor=" + page.path("next").asText();
    } while (cursor != null);
    assertThat(names).containsExactly("paged-0", "paged-1", "paged-2", "paged-3", "paged-4");
    assertThat(app.get(JOBS + "?tag=odd&name=paged&type=API,CRON").json(200).path("items"))
        .hasSize(2);
    assertThat(admin.get(JOBS + "?tag=odd&name=paged&appId=" + appId).json(200).path("items"))
        .hasSize(2);
    var wrong = app.get(JOBS + "?type=SOMETIMES").json(400);
    assertThat(wrong.path("field").asText()).isEqualTo("type");
    assertThat(wrong.path("value").asText()).isEqualTo("SOMETIMES");
    assertThat(wrong.path("rule").asText()).startsWith("must be one of [API");
  }

  @Test
  void exportedJobs_comeInAsAWholeOrNotAtAll() {
    long a = create("moved-a");
    long b = create("moved-b");
    var bundle = app.get(JOBS + "/export?ids=" + a + "," + b).json(200);
    assertThat(bundle.path("jobs")).hasSize(2);
    var into = JOBS + "/import";
    var trial = other.post(into + "?dryRun=true", bundle).json(200);
    assertThat(trial.path("imported").asBoolean()).isFalse();
    assertThat(trial.at("/jobs/1/action").asText()).isEqualTo("CREATED");
    assertThat(other.get(JOBS + "?name=moved").json(200).path("items")).isEmpty();

    assertThat(other.post(into, bundle).json(200).path("imported").asBoolean()).isTrue();
    var clash = other.post(into, bundle).json(422);
    assertThat(clash.at("/jobs/0/problem").asText()).startsWith("jobName is 'moved-a' but must");
    assertThat(other.post(into + "?conflict=SKIP", bundle).json(200).at("/jobs/0/action").asText())
        .isEqualTo("SKIPPED");
    ((com.fasterxml.jackson.databind.node.ObjectNode) bundle.at("/jobs/0")).put("concurrency", 8);
    var replaced = other.post(into + "?conflict=REPLACE", bundle).json(200);
    assertThat(replaced.at("/jobs/0/action").asText()).isEqualTo("REPLACED");
    var ours = other.get(JOBS + "?name=moved-a").json(200).path("items");
    assertThat(ours).hasSize(1);
    assertThat(ours.at("/0/concurrency").asInt()).isEqualTo(8);

    ((com.fasterxml.jackson.databind.node.ObjectNode) bundle.at("/jobs/1"))
        .put("processorInfo", "");
    var refused = other.post(into + "?conflict=KEEP_BOTH", bundle).json(422);
    assertThat(refused.at("/jobs/1/problem").asText()).isEqualTo("processorInfo can't be empty");
    assertThat(other.get(JOBS + "?name=moved").json(200).path("items")).hasSize(2);
  }

  @Test
  void bulkCalls_sayWhatBecameOfEach() {
    long a = create("bulk-a");
    long foreign = other.post(JOBS, job("foreign")).json(201).path("id").asLong();
    var body = Map.of("operation", "DISABLE", "jobIds", List.of(a, foreign, 987_654_321));
    var result = app.post(JOBS + "/bulk", body).json(200);
    assertThat(result.path("succeeded").asInt()).isEqualTo(1);
    assertThat(result.path("failed").asInt()).isEqualTo(2);
    assertThat(result.at("/outcomes/1/status").asInt()).isEqualTo(404);
    assertThat(result.at("/outcomes/2/problem/detail").asText()).contains("987654321");
    assertThat(other.get(JOBS + "/" + foreign).json(200).path("status").asText())
        .isEqualTo("ENABLE");
    var runs = app.post(JOBS + "/bulk", Map.of("operation", "RUN", "jobIds", List.of(a))).json(200);
    var id = runs.at("/outcomes/0/result/instanceId").asText();
    awaitStatus(id, "SUCCEED");
    var retried =
        app.post(INSTANCES + "/bulk", Map.of("operation", "STOP", "instanceIds", List.of(id)));
    assertThat(retried.json(200).at("/outcomes/0/status").asInt()).isEqualTo(409);
  }

  @Test
  void instances_areSearched_stopped_cancelled_andRetried() {
    long job = create("searched");
    var begun = System.currentTimeMillis();
    var delayed = run(job, "later", 600_000);
    var waiting = run(job, "wait here", 0);
    var done = run(job, "quick 50%_done", 0);
    awaitStatus(done, "SUCCEED");
    awaitStatus(waiting, "RUNNING");
    var mine = INSTANCES + "?jobId=" + job;
    assertThat(ids(mine + "&text=50%25_")).containsExactly(done);
    assertThat(ids(mine + "&status=RUNNING,WAITING_DISPATCH")).containsExactly(waiting, delayed);
    assertThat(ids(mine + "&from=" + (begun + 300_000))).containsExactly(delayed);
    assertThat(ids(mine + "&to=" + (begun + 300_000) + "&worker=27777&limit=1")).hasSize(1);
    assertThat(app.get(mine + "&limit=2").json(200).path("next").asText()).isEqualTo(waiting);
    assertThat(ids(mine + "&limit=2&cursor=" + waiting)).containsExactly(delayed);

    var path = INSTANCES + "/";
    assertThat(app.post(path + waiting + "/cancel", null).json(409).path("detail").asText())
        .isEqualTo("instance already up and running");
    assertThat(app.post(path + waiting + "/stop", null).json(200).path("status").asText())
        .isEqualTo("STOPPED");
    assertThat(app.post(path + waiting + "/stop", null).status()).isEqualTo(409);
    assertThat(admin.post(path + delayed + "/cancel", null).json(200).path("status").asText())
        .isEqualTo("CANCELED");
    app.post(path + done + "/retry", null).json(200);
    assertThat(awaitStatus(done, "SUCCEED").path("result").asText())
        .isEqualTo("said quick 50%_done");
    assertThat(admin.get(path + done + "/explanation").status()).isEqualTo(200);
  }

  private static List<String> ids(String path) {
    var ids = new ArrayList<String>();
    app.get(path)
        .json(200)
        .path("items")
        .forEach(item -> ids.add(item.path("instanceId").asText()));
    return ids;
  }

  @Test
  void log_isFollowed_searched_andDownloaded() {
    var id = run(create("logged"), "alpha beta gamma", 0);
    var path = INSTANCES + "/" + id + "/logs";
    awaitStatus(id, "SUCCEED");
    await("four lines")
        .atMost(Duration.ofSeconds(20))
        .until(() -> app.get(path).json(200).path("lines").size() == 4);
    var start = app.get(path + "?limit=2").json(200);
    assertThat(start.at("/lines/0/content").asText()).isEqualTo("word alpha");
    assertThat(start.at("/lines/0/level").asText()).isEqualTo("INFO");
    assertThat(start.path("ended").asBoolean()).isTrue();
    var rest = app.get(path + "?cursor=" + start.path("next").asText()).json(200);
    assertThat(rest.at("/lines/0/content").asText()).isEqualTo("word gamma");
    assertThat(rest.path("lines")).hasSize(2);
    var end = app.get(path + "?cursor=" + rest.path("next").asText()).json(200);
    assertThat(end.path("lines")).isEmpty();
    assertThat(end.path("next")).isEqualTo(rest.path("next"));
    assertThat(app.get(path + "?level=WARN").json(200).path("lines")).hasSize(1);
    assertThat(app.get(path + "?text=100%25+OF").json(200).path("lines")).hasSize(1);
    assertThat(app.get(path + "?level=LOUD").json(400).path("field").asText()).isEqualTo("level");
    var download = app.get(path + "/download");
    assertThat(download.header("Content-Disposition")).contains("oms-" + id + ".log");
    assertThat(download.text().lines()).hasSize(4).first().asString().endsWith("INFO word alpha");
  }

  @Test
  void workersAndOverview_areShown() {
    var workers = app.get("/api/v1/workers?status=ALIVE&tag=blue").json(200).path("items");
    assertThat(workers).hasSize(1);
    var id = workers.at("/0/workerId").asText();
    var one = admin.get("/api/v1/workers/" + id + "?appId=" + appId).json(200);
    assertThat(one.at("/metrics/cpuProcessors").asInt()).isPositive();
    assertThat(app.get("/api/v1/workers/nobody").status()).isEqualTo(404);
    long jobs = app.get("/api/v1/overview").json(200).path("jobs").asLong();
    create("one-more");
    var overview = app.get("/api/v1/overview").json(200);
    assertThat(overview.path("jobs").asLong()).isGreaterThan(jobs);
    assertThat(overview.path("workersAlive").asInt()).isEqualTo(1);
    assertThat(overview.path("servers")).hasSize(1);
    assertThat(overview.path("unfinished").has("RUNNING")).isTrue();
  }

  @Test
  void whatIsWrong_isAProblem_andNothingOfOthersIsToldOrTouched() {
    long id = create("mine");
    var instance = run(id, "x", 600_000);
    var stranger = Calls.asStranger(server).get(JOBS);
    assertThat(stranger.json(401).path("type").asText())
        .isEqualTo("urn:powerjob:problem:unauthenticated");
    assertThat(stranger.header("Content-Type")).isEqualTo("application/problem+json");
    for (var path :
        List.of(
            JOBS + "/" + id,
            JOBS + "/" + id + "/ledger-audit",
            JOBS + "/" + id + "/firings",
            INSTANCES + "/" + instance,
            INSTANCES + "/" + instance + "/logs",
            INSTANCES + "/" + instance + "/progress",
            INSTANCES + "/" + instance + "/explanation")) {
      assertThat(app.get(path).status()).as(path).isEqualTo(200);
      assertThat(other.get(path).status()).as(path).isEqualTo(404);
    }
    var anyVersion = other.with("If-Match", "*");
    assertThat(anyVersion.call("PUT", JOBS + "/" + id, job("x")).status()).isEqualTo(404);
    assertThat(anyVersion.call("DELETE", JOBS + "/" + id, null).status()).isEqualTo(404);
    assertThat(other.post(INSTANCES + "/" + instance + "/stop", null).status()).isEqualTo(404);
    assertThat(other.post(JOBS + "/" + id + "/runs", Map.of()).status()).isEqualTo(404);
    assertThat(other.get(JOBS + "?appId=" + appId).status()).isEqualTo(403);
    assertThat(read(instance).path("status").asText()).isEqualTo("WAITING_DISPATCH");

    var bad = job("bad");
    bad.put("concurrency", -1);
    var problem = app.post(JOBS, bad).json(400);
    assertThat(problem.path("field").asText()).isEqualTo("concurrency");
    assertThat(problem.path("value").asText()).isEqualTo("-1");
    assertThat(app.post(JOBS, "{").json(400).path("detail").asText()).contains("not JSON");
    assertThat(app.post(JOBS, "[" + "1,".repeat(600_000) + "1]").status()).isEqualTo(413);
    assertThat(app.get("/api/v1/nothing").status()).isEqualTo(404);
    assertThat(app.call("DELETE", "/api/v1/overview", null).json(405).path("title").asText())
        .isNotEmpty();
    assertThat(admin.get(JOBS).json(400).path("field").asText()).isEqualTo("appId");
  }
}
