package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.JobOptions.Overlap;
import tech.powerjob.common.model.JobOptions.OverlapPolicy;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Calls.Answer;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** What options of jobs do, with one server and a real worker. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class PoliciesIT {
  private static final String APP = "policies";
  private static final String PASSWORD = "password-of-policies";

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static Calls calls;

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
    AdminApi.login(server).createApp(APP, PASSWORD);
    worker = Workers.start(server, APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    calls = Calls.asApp(server, APP, PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    Stubborn.ENOUGH.countDown();
    client.close();
    worker.destroy();
  }

  private static Answer post(String path, String body, String key) {
    return calls.with("Idempotency-Key", key).post(path, body);
  }

  private static JsonNode explanation(long instanceId) throws Exception {
    return calls.get("/api/v1/instances/%d/explanation".formatted(instanceId)).json(200);
  }

  private static SaveJobInfoRequest job(
      String name, Class<?> processor, Consumer<JobOptions> options) {
    var job = Jobs.onDemand(name, processor);
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
    var config = Workers.config(server, APP, PASSWORD);
    config.setTag("second");
    config.setPort(-1);
    var second = Workers.start(config);
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
      assertThat(post(runs, "{\"delay\":6000}", "one-worker" + late).status()).isEqualTo(201);
      var other = "{\"delay\":6000,\"worker\":\"%s\"}".formatted(address);
      assertThat(post(runs, other, "one-worker" + late).status())
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
    var refused = calls.post(runs, "{\"worker\":\"10.9.8.7:1\"}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("worker is '10.9.8.7:1' but must be");
  }

  private static long runOn(String runs, String body, String worker) throws Exception {
    return calls.post(runs, body.formatted(worker)).json(201).get("instanceId").asLong();
  }

  /** Address of the worker that has a tag; {@code null} while nobody has heard of it. */
  private static String secondAddress() throws Exception {
    for (var each : calls.get("/api/v1/workers").json(200).get("items")) {
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
    assertThat(calls.call("PUT", "/api/v1/pools/press", "{\"capacity\":1}").status())
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
    assertThat(calls.delete("/api/v1/pools/press").status()).isEqualTo(409);
    ids.forEach(id -> awaitStatus(id, InstanceStatus.SUCCEED, 20));
    assertThat(gapMillis(spans(a, b))).hasSize(5);
    assertThat(calls.delete("/api/v1/pools/press").status()).isEqualTo(204);
    assertThat(calls.get("/api/v1/pools/press").status()).isEqualTo(404);
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
      Callable<Answer> task =
          () -> {
            barrier.await(30, TimeUnit.SECONDS);
            return post(path, "{\"instanceParams\":\"1\"}", "key-1");
          };
      for (var each : threads.invokeAll(java.util.Collections.nCopies(20, task))) {
        assertThat(each.get().status()).as(each.get().text()).isEqualTo(201);
        made.add(each.get().json().get("instanceId").asText());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(made).hasSize(1);
    assertThat(post(path, "{\"instanceParams\":\"2\"}", "key-1").status()).isEqualTo(409);
    var again = new RunJobRequest().setJobId(jobId).setInstanceParams("1");
    again.setIdempotencyKey("key-1");
    assertThat(client.runJob(again).getData()).isEqualTo(Long.parseLong(made.iterator().next()));
  }

  @Test
  void sameKeyInTheHeaderOfTheOpenApi_makesOneRun() throws Exception {
    long jobId = save(job("once-by-header", Sleeper.class, options -> {}));
    var made = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      var answer = post("/openApi/runJob2", "{\"jobId\":%d}".formatted(jobId), "key-2");
      made.add(answer.data().asText());
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
    assertThat(calls.get("/api/v1/instances/1/explanation").status()).isEqualTo(404);
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
