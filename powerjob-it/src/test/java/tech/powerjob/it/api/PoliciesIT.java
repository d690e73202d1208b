package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.JobOptions.Overlap;
import tech.powerjob.common.model.JobOptions.OverlapPolicy;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** What options of jobs do, with one server and a real worker. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PoliciesIT {
  private static final String APP = "policies";
  private static final String PASSWORD = "password-of-policies";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static long appId;
  private static String token;

  /** When a run was at work, by the one clock of worker and test. */
  private record Span(long jobId, long from, long to) {}

  private static final Queue<Span> SPANS = new ConcurrentLinkedQueue<>();

  /** Takes as many milliseconds as its instance parameters say. */
  public static final class Sleeper implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws InterruptedException {
      long from = System.nanoTime();
      TimeUnit.MILLISECONDS.sleep(Long.parseLong(context.getInstanceParams()));
      SPANS.add(new Span(context.getJobId(), from, System.nanoTime()));
      return new ProcessResult(true, "slept");
    }
  }

  /** Does not heed interrupts. */
  public static final class Stubborn implements BasicProcessor {
    private static final CountDownLatch ENOUGH = new CountDownLatch(1);

    @Override
    public ProcessResult process(TaskContext context) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      boolean enough = false;
      while (!enough && System.nanoTime() < end) {
        try {
          enough = ENOUGH.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          enough = false; // On purpose.
        }
      }
      return new ProcessResult(true, "at last");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    worker = Workers.start(server, APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    token = token();
  }

  @AfterAll
  static void stop() throws Exception {
    Stubborn.ENOUGH.countDown();
    client.close();
    worker.destroy();
  }

  private static String token() throws Exception {
    var body =
        "{\"appName\":\"%s\",\"encryptedPassword\":\"%s\",\"encryptType\":\"none\"}"
            .formatted(APP, PASSWORD);
    var request =
        HttpRequest.newBuilder(URI.create(server.url("/openApi/authApp")))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return JSON.readTree(answer).path("data").path("token").asText();
  }

  private static HttpResponse<String> call(String method, String path, String body, String key)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.url(path)))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN, token)
            .header(OpenAPIConstant.REQUEST_HEADER_APP_ID, Long.toString(appId))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode explanation(long instanceId) throws Exception {
    var answer = call("GET", "/api/v1/instances/%d/explanation".formatted(instanceId), null, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static SaveJobInfoRequest job(
      String name, Class<?> processor, Consumer<JobOptions> options) {
    var job = new SaveJobInfoRequest();
    job.setJobName(name);
    job.setTimeExpressionType(TimeExpressionType.API);
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo(processor.getName());
    var set = new JobOptions();
    options.accept(set);
    job.setOptions(set);
    return job;
  }

  private static long save(SaveJobInfoRequest job) {
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    return saved.getData();
  }

  private static long run(long jobId, String params) {
    return client.runJob(jobId, params, 0).getData();
  }

  private static InstanceInfoDTO awaitStatus(long instanceId, InstanceStatus status, int seconds) {
    await(status + " of " + instanceId)
        .atMost(Duration.ofSeconds(seconds))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> client.fetchInstanceStatus(instanceId).getData() == status.getV());
    return client.fetchInstanceInfo(instanceId).getData();
  }

  private static List<Span> spans(Long... jobIds) {
    var ids = List.of(jobIds);
    return SPANS.stream()
        .filter(span -> ids.contains(span.jobId()))
        .sorted(Comparator.comparingLong(Span::from))
        .toList();
  }

  private static List<Long> gapMillis(List<Span> spans) {
    var gaps = new ArrayList<Long>();
    for (int i = 1; i < spans.size(); i++) {
      gaps.add(TimeUnit.NANOSECONDS.toMillis(spans.get(i).from() - spans.get(i - 1).to()));
      assertThat(spans.get(i).from())
          .as("start of run %d after the end of the one before", i)
          .isGreaterThanOrEqualTo(spans.get(i - 1).to());
    }
    return gaps.stream().sorted().toList();
  }

  @Test
  void runForAChosenWorker_runsThereOnly_andFailsWhenThatHasGone() throws Exception {
    var second = new PowerJobWorker(config());
    second.init();
    String address;
    long late;
    var runs = "/api/v1/jobs/%d/runs".formatted(save(job("here only", Sleeper.class, o -> {})));
    try {
      address =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(PoliciesIT::secondAddress, found -> found != null);
      for (int i = 0; i < 6; i++) {
        long id = runOn(runs, "{\"instanceParams\":\"0\",\"worker\":\"%s\"}", address);
        assertThat(awaitStatus(id, InstanceStatus.SUCCEED, 20).getTaskTrackerAddress())
            .isEqualTo(address);
      }
      late = runOn(runs, "{\"delay\":6000,\"worker\":\"%s\"}", address);
      assertThat(call("POST", runs, "{\"delay\":6000}", "one-worker" + late).statusCode())
          .isEqualTo(201);
      var other = "{\"delay\":6000,\"worker\":\"%s\"}".formatted(address);
      assertThat(call("POST", runs, other, "one-worker" + late).statusCode())
          .as("another request with the same key")
          .isEqualTo(409);
    } finally {
      second.destroy();
    }
    assertThat(awaitStatus(late, InstanceStatus.FAILED, 30).getResult())
        .isEqualTo("no worker available");
    assertThat(explanation(late).toString())
        .contains("it is only for the worker " + address)
        .contains("was not asked for");
    var refused = call("POST", runs, "{\"worker\":\"10.9.8.7:1\"}", null);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("worker is '10.9.8.7:1' but must be");
  }

  private static long runOn(String runs, String body, String worker) throws Exception {
    var answer = call("POST", runs, body.formatted(worker), null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return JSON.readTree(answer.body()).get("instanceId").asLong();
  }

  private static PowerJobWorkerConfig config() {
    var config = new PowerJobWorkerConfig();
    config.setAppName(APP);
    config.setPassword(PASSWORD);
    config.setServerAddress(new ArrayList<>(List.of(server.address())));
    config.setTag("second");
    config.setPort(-1);
    return config;
  }

  /** Address of the worker that has a tag; {@code null} while nobody has heard of it. */
  private static String secondAddress() throws Exception {
    for (var each : JSON.readTree(call("GET", "/api/v1/workers", null, null).body()).get("items")) {
      if (each.path("tag").asText().equals("second")) {
        return each.path("address").asText();
      }
    }
    return null;
  }

  @Test
  void queue_handsOverWithoutDelayAndOneAtATime() {
    var request =
        job(
            "queue",
            Sleeper.class,
            options -> options.setOverlap(new Overlap(OverlapPolicy.QUEUE, null)));
    request.setMaxInstanceNum(1);
    long jobId = save(request);
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 20; i++) {
      ids.add(run(jobId, "20"));
    }
    ids.forEach(id -> awaitStatus(id, InstanceStatus.SUCCEED, 30));
    var gaps = gapMillis(spans(jobId));
    assertThat(gaps).hasSize(19);
    assertThat(gaps.get(gaps.size() / 2)).as("median hand-over in ms of %s", gaps).isLessThan(200);
  }

  @Test
  void cancelOldest_stopsTheRunningOne() throws Exception {
    var request =
        job(
            "oldest",
            Sleeper.class,
            options -> options.setOverlap(new Overlap(OverlapPolicy.CANCEL_OLDEST, null)));
    request.setMaxInstanceNum(1);
    long jobId = save(request);
    long first = run(jobId, "60000");
    awaitStatus(first, InstanceStatus.RUNNING, 20);
    long second = run(jobId, "50");
    var stopped = awaitStatus(first, InstanceStatus.STOPPED, 10);
    assertThat(stopped.getResult()).contains(Long.toString(second), "CANCEL_OLDEST");
    awaitStatus(second, InstanceStatus.SUCCEED, 10);
    assertThat(explanation(first).at("/events/0/kind").asText()).isEqualTo("DISPLACED");
  }

  @Test
  void timeLimit_endsAProcessorThatIgnoresInterrupts() throws Exception {
    var request = job("stubborn", Stubborn.class, options -> {});
    request.setInstanceTimeLimit(1_000L);
    long instanceId = run(save(request), "");
    var failed = awaitStatus(instanceId, InstanceStatus.FAILED, 25);
    assertThat(failed.getResult()).isEqualTo("instance execute timeout");
    assertThat(explanation(instanceId).at("/events/0/kind").asText()).isEqualTo("TIMED_OUT");
  }

  @Test
  void pool_isSharedByTwoJobs() throws Exception {
    assertThat(call("PUT", "/api/v1/pools/press", "{\"capacity\":1}", null).statusCode())
        .isEqualTo(200);
    long a = save(job("pool-a", Sleeper.class, PoliciesIT::press));
    long b = save(job("pool-b", Sleeper.class, PoliciesIT::press));
    var ids = new ArrayList<Long>();
    for (int i = 0; i < 6; i++) {
      ids.add(run(i % 2 == 0 ? a : b, "300"));
    }
    long last = ids.get(5);
    // Between two runs the pool has no holder for a moment.
    await("the last one to wait for the pool, which another run holds")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              var waiting = explanation(last).path("waiting");
              return waiting.path("reason").asText().equals("POOL")
                  && waiting.at("/pools/0/capacity").asInt() == 1
                  && waiting.at("/pools/0/holders").size() == 1;
            });
    assertThat(call("DELETE", "/api/v1/pools/press", null, null).statusCode()).isEqualTo(409);
    ids.forEach(id -> awaitStatus(id, InstanceStatus.SUCCEED, 20));
    assertThat(gapMillis(spans(a, b))).hasSize(5);
    assertThat(call("DELETE", "/api/v1/pools/press", null, null).statusCode()).isEqualTo(204);
    assertThat(call("GET", "/api/v1/pools/press", null, null).statusCode()).isEqualTo(404);
  }

  private static void press(JobOptions options) {
    options.setPools(List.of(new PoolUse("press", 1)));
  }

  @Test
  void sameKeyFromTwentyThreads_makesOneInstance() throws Exception {
    long jobId = save(job("key", Sleeper.class, options -> {}));
    var path = "/api/v1/jobs/%d/runs".formatted(jobId);
    var barrier = new CyclicBarrier(20);
    var threads = Executors.newFixedThreadPool(20);
    var made = new HashSet<String>();
    try {
      Callable<HttpResponse<String>> task =
          () -> {
            barrier.await(30, TimeUnit.SECONDS);
            return call("POST", path, "{\"instanceParams\":\"1\"}", "key-1");
          };
      for (var each : threads.invokeAll(java.util.Collections.nCopies(20, task))) {
        assertThat(each.get().statusCode()).as(each.get().body()).isEqualTo(201);
        made.add(JSON.readTree(each.get().body()).get("instanceId").asText());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(made).hasSize(1);
    assertThat(call("POST", path, "{\"instanceParams\":\"2\"}", "key-1").statusCode())
        .isEqualTo(409);
    var again = new RunJobRequest().setJobId(jobId).setInstanceParams("1");
    again.setIdempotencyKey("key-1");
    assertThat(client.runJob(again).getData()).isEqualTo(Long.parseLong(made.iterator().next()));
  }

  @Test
  void sameKeyInTheHeaderOfTheOpenApi_makesOneRun() throws Exception {
    long jobId = save(job("once-by-header", Sleeper.class, options -> {}));
    var made = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      var answer = call("POST", "/openApi/runJob2", "{\"jobId\":%d}".formatted(jobId), "key-2");
      made.add(JSON.readTree(answer.body()).get("data").asText());
    }
    assertThat(made).hasSize(1);
  }

  @Test
  void sameKeyOnSave_makesOneJob() {
    var request = job("saved-once", Sleeper.class, options -> {});
    request.setIdempotencyKey("save-1");
    long first = save(request);
    assertThat(save(request)).isEqualTo(first);
    request.setJobName("something-else");
    assertThat(client.saveJob(request).getMessage()).contains("save-1");
  }

  @Test
  void refusedRun_isExplainedWithTheWorkersThatWereTurnedDown() throws Exception {
    var request = job("nobody", Sleeper.class, options -> {});
    request.setDesignatedWorkers("192.0.2.1:27777");
    long instanceId = run(save(request), "1");
    var failed = awaitStatus(instanceId, InstanceStatus.FAILED, 30);
    assertThat(failed.getResult()).isEqualTo("no worker available");
    var explanation = explanation(instanceId);
    var refusal = explanation.at("/events").get(explanation.at("/events").size() - 1);
    assertThat(refusal.get("kind").asText()).isEqualTo("REFUSED");
    assertThat(refusal.at("/data/rejectedWorkers/0/reason").asText())
        .isEqualTo("is not designated");
    assertThat(explanation.get("summary").toString()).contains("is not designated", "FAILED");
    assertThat(call("GET", "/api/v1/instances/1/explanation", null, null).statusCode())
        .isEqualTo(404);
  }

  @Test
  void straightRun_hasNoEvents() throws Exception {
    long instanceId = run(save(job("straight", Sleeper.class, options -> {})), "1");
    awaitStatus(instanceId, InstanceStatus.SUCCEED, 20);
    assertThat(explanation(instanceId).get("events")).isEmpty();
    assertThat(explanation(instanceId).get("summary").toString()).contains("SUCCEED after 1 run");
  }

  @Test
  void brokenOption_isRefusedByName() {
    var request = job("broken", Sleeper.class, options -> options.setPriority(11));
    assertThat(client.saveJob(request).getMessage())
        .contains("options.priority is 11 but must be from 1 to 10");
  }
}
