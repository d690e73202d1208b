package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
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
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** Runs that are spread over workers, with one server and two real workers. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DistributedIT {
  private static final String APP = "distributed";
  private static final String PASSWORD = "password-of-distributed";
  private static final List<PowerJobWorker> WORKERS = new ArrayList<>();
  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobClient client;
  private static long appId;
  private static Calls calls;

  /** Maps as many numbers as its parameters say; each takes a few milliseconds. */
  public static final class Numbers implements MapProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        int count = Integer.parseInt(context.getInstanceParams());
        map(IntStream.range(0, count).boxed().toList(), "NUMBER");
        return new ProcessResult(true, "mapped");
      }
      TimeUnit.MILLISECONDS.sleep(20);
      return new ProcessResult(true, "did " + context.getSubTask());
    }
  }

  /** Maps, and what is mapped maps again; the reduce step adds the leaves. */
  public static final class Tree implements MapReduceProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        map(List.of("a", "b", "c"), "BRANCH");
        return new ProcessResult(true, "0");
      }
      if (context.getTaskName().equals("BRANCH")) {
        map(List.of(1, 2, 3, 4), "LEAF");
        return new ProcessResult(true, "0");
      }
      return new ProcessResult(true, String.valueOf(context.getSubTask()));
    }

    @Override
    public ProcessResult reduce(TaskContext context, List<TaskResult> results) {
      int sum = results.stream().mapToInt(each -> Integer.parseInt(each.getResult())).sum();
      return new ProcessResult(true, results.size() + " tasks, sum " + sum);
    }
  }

  /** Fails for some numbers until it is repaired. */
  public static final class Fragile implements MapProcessor {
    static final AtomicBoolean REPAIRED = new AtomicBoolean();
    static final AtomicInteger EXECUTIONS = new AtomicInteger();

    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        map(IntStream.range(0, 20).boxed().toList(), "FRAGILE");
        return new ProcessResult(true, "mapped");
      }
      EXECUTIONS.incrementAndGet();
      boolean bad = ((Number) context.getSubTask()).intValue() % 10 == 3;
      return new ProcessResult(REPAIRED.get() || !bad, "number " + context.getSubTask());
    }
  }

  /** Says which worker it is on only through the list of tasks. */
  public static final class Everywhere implements BroadcastProcessor {
    @Override
    public ProcessResult preProcess(TaskContext context) {
      return new ProcessResult(true, "prepared");
    }

    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true, "here");
    }
  }

  /** Tasks that go on until they are interrupted. */
  public static final class Endless implements MapProcessor {
    static final Set<String> AT_WORK = ConcurrentHashMap.newKeySet();

    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        map(List.of(1, 2, 3, 4), "ENDLESS");
        return new ProcessResult(true, "mapped");
      }
      var id = context.getInstanceId() + "/" + context.getTaskId();
      AT_WORK.add(id);
      try {
        TimeUnit.SECONDS.sleep(100);
        return new ProcessResult(true, "slept");
      } finally {
        AT_WORK.remove(id);
      }
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    for (int i = 0; i < 2; i++) {
      var config = Workers.config(server, APP, PASSWORD);
      config.setPort(27_790 + i);
      WORKERS.add(Workers.start(config));
    }
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    calls = Calls.asApp(server, APP, PASSWORD);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> AdminApi.login(server).countWorkers(appId) == 2);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    for (var worker : WORKERS) {
      worker.destroy();
    }
  }

  private static Answer call(String method, String path) {
    return calls.call(method, "/api/v1/instances/" + path, null);
  }

  private static SaveJobInfoRequest job(ExecuteType type, Class<?> processor) {
    var job = Jobs.onDemand(processor.getSimpleName(), processor);
    job.setExecuteType(type);
    return job;
  }

  private static long run(SaveJobInfoRequest job, String params) {
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    return client.runJob(saved.getData(), params, 0).getData();
  }

  private static InstanceInfoDTO awaitEnd(long instanceId, InstanceStatus status) {
    await("end of " + instanceId)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                InstanceStatus.FINISHED_STATUS.contains(
                    client.fetchInstanceStatus(instanceId).getData()));
    var instance = client.fetchInstanceInfo(instanceId).getData();
    assertThat(instance.getStatus()).as(instance.getResult()).isEqualTo(status.getV());
    return instance;
  }

  /** The ended tasks, once so many are listed: pages may follow the end of the run. */
  private static JsonNode awaitTasks(long instanceId, String condition, int count) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> call("GET", instanceId + "/tasks?limit=1000" + condition).json(200).get("tasks"),
            tasks -> tasks.size() == count);
  }

  private static Set<String> workersOf(JsonNode tasks) {
    return new HashSet<>(tasks.findValuesAsText("worker"));
  }

  @Test
  void map_runsEveryTaskOnceOnBothWorkers() throws Exception {
    long id = run(job(ExecuteType.MAP, Numbers.class), "200");
    assertThat(awaitEnd(id, InstanceStatus.SUCCEED).getResult())
        .isEqualTo("total:201,succeed:201,failed:0");

    var tasks = awaitTasks(id, "&name=NUMBER", 200);
    assertThat(new HashSet<>(tasks.findValuesAsText("result"))).hasSize(200);
    assertThat(workersOf(tasks)).hasSize(2);
    assertThat(awaitTasks(id, "&text=did%20117", 1).get(0).get("status").asText())
        .isEqualTo("SUCCEED");
    var progress = call("GET", id + "/progress").json(200);
    assertThat(progress.get("succeeded").asLong()).isEqualTo(201);
    assertThat(progress.get("failed").asLong()).isZero();
  }

  @Test
  void nestedMap_isReducedWithEveryTask() {
    long id = run(job(ExecuteType.MAP_REDUCE, Tree.class), null);
    assertThat(awaitEnd(id, InstanceStatus.SUCCEED).getResult()).isEqualTo("16 tasks, sum 30");
  }

  @Test
  void broadcast_runsOnEveryWorker() {
    long id = run(job(ExecuteType.BROADCAST, Everywhere.class), null);
    assertThat(awaitEnd(id, InstanceStatus.SUCCEED).getResult()).isEqualTo("succeed:3, failed:0");
    assertThat(workersOf(awaitTasks(id, "&text=here", 2))).hasSize(2);
  }

  @Test
  void failedTasks_runAgainAlone() throws Exception {
    long id = run(job(ExecuteType.MAP, Fragile.class), null);
    assertThat(awaitEnd(id, InstanceStatus.FAILED).getResult())
        .isEqualTo("total:21,succeed:19,failed:2");
    assertThat(awaitTasks(id, "&status=FAILED", 2).findValuesAsText("result"))
        .containsExactlyInAnyOrder("number 3", "number 13");
    int before = Fragile.EXECUTIONS.get();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> call("GET", id + "/progress").json(200).get("retryable").asBoolean());

    Fragile.REPAIRED.set(true);
    assertThat(call("POST", id + "/tasks/retry-failed").status()).isEqualTo(204);
    assertThat(awaitEnd(id, InstanceStatus.SUCCEED).getResult())
        .isEqualTo("total:21,succeed:21,failed:0");
    assertThat(Fragile.EXECUTIONS.get() - before).isEqualTo(2);
    awaitTasks(id, "&status=FAILED", 0);
    awaitTasks(id, "&name=FRAGILE", 20);
  }

  @Test
  void stop_interruptsTheTasks() {
    long id = run(job(ExecuteType.MAP, Endless.class), null);
    awaitAtWork(id, 4);
    assertThat(client.stopInstance(id).isSuccess()).isTrue();
    awaitAtWork(id, 0);
    assertThat(client.fetchInstanceStatus(id).getData()).isEqualTo(InstanceStatus.STOPPED.getV());
  }

  private static void awaitAtWork(long instanceId, int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Endless.AT_WORK.stream().filter(each -> each.startsWith(instanceId + "/")).count()
                    == count);
  }

  @Test
  void timeLimit_endsTheRunAndItsTasks() {
    var job = job(ExecuteType.MAP, Endless.class);
    job.setInstanceTimeLimit(3_000L);
    long id = run(job, null);
    assertThat(awaitEnd(id, InstanceStatus.FAILED).getResult())
        .startsWith("instance execute timeout");
    awaitAtWork(id, 0);
  }

  @Test
  void paddling_leavesTheTasksToTheOthers() {
    var job = job(ExecuteType.MAP, Numbers.class);
    job.setAdvancedRuntimeConfig(
        new JobAdvancedRuntimeConfig().setTaskTrackerBehavior(TaskTrackerBehavior.PADDLING.getV()));
    long id = run(job, "50");
    var coordinator = awaitEnd(id, InstanceStatus.SUCCEED).getTaskTrackerAddress();
    assertThat(workersOf(awaitTasks(id, "&name=NUMBER", 50)))
        .hasSize(1)
        .doesNotContain(coordinator);
  }

  @Test
  void maxWorkerCount_bindsWhoTakesPart() {
    var job = job(ExecuteType.MAP, Numbers.class);
    job.setMaxWorkerCount(1);
    long id = run(job, "100");
    var coordinator = awaitEnd(id, InstanceStatus.SUCCEED).getTaskTrackerAddress();
    assertThat(workersOf(awaitTasks(id, "&name=NUMBER", 100))).containsExactly(coordinator);
  }

  @Test
  void designatedWorker_doesItAll() {
    var some = run(job(ExecuteType.MAP, Numbers.class), "1");
    var address = awaitEnd(some, InstanceStatus.SUCCEED).getTaskTrackerAddress();
    var job = job(ExecuteType.MAP, Numbers.class);
    job.setDesignatedWorkers(address);
    long id = run(job, "100");
    awaitEnd(id, InstanceStatus.SUCCEED);
    assertThat(workersOf(awaitTasks(id, "&name=NUMBER", 100))).containsExactly(address);
  }
}
