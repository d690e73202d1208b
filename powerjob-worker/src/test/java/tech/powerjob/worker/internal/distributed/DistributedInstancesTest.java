package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** Instances that are spread over several workers of this JVM. */
@Timeout(120)
class DistributedInstancesTest {
  @TempDir private Path folder;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new Cluster(folder);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private static Cluster.Command mapReduce(long id, String processor) {
    return new Cluster.Command(id, ExecuteType.MAP_REDUCE, processor);
  }

  /** Squares the numbers below a limit, and adds the squares up. */
  private static final class Squares implements MapReduceProcessor {
    private final int limit;
    private final Map<Integer, Integer> runs = new ConcurrentHashMap<>();

    Squares(int limit) {
      this.limit = limit;
    }

    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        for (int from = 0; from < limit; from += 200) {
          map(IntStream.range(from, Math.min(limit, from + 200)).boxed().toList(), "SQUARE");
        }
        return new ProcessResult(true, "mapped");
      }
      int number = (Integer) context.getSubTask();
      runs.merge(number, 1, Integer::sum);
      return new ProcessResult(true, String.valueOf((long) number * number));
    }

    @Override
    public ProcessResult reduce(TaskContext context, List<TaskResult> results) {
      long sum =
          results.stream()
              .filter(each -> !each.getTaskId().equals("0"))
              .mapToLong(each -> Long.parseLong(each.getResult()))
              .sum();
      return new ProcessResult(true, results.size() + " results, sum " + sum);
    }
  }

  @Test
  void mapReduce_spreadsOverWorkers_andReducesAllResults() throws Exception {
    cluster.processor("squares", new Squares(1_000)).workers("a", "b");

    cluster.run("a", mapReduce(1, "squares"));

    assertThat(cluster.outcome(1))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.SUCCEED, "1001 results, sum 332833500");
    var tasks = cluster.allTasks(1);
    assertThat(tasks).hasSize(1_001);
    assertThat(tasks.values()).extracting("address").contains("a:1", "b:1");
    assertThat(cluster.counts(1).total()).isEqualTo(1_001);
  }

  @Test
  void smallInstance_endsSoon() throws Exception {
    cluster.processor("squares", new Squares(4)).workers("a", "b");
    cluster.run("a", mapReduce(1, "squares"));
    cluster.outcome(1);

    long begun = System.nanoTime();
    cluster.run("a", mapReduce(2, "squares"));

    assertThat(cluster.outcome(2).result()).isEqualTo("5 results, sum 14");
    System.out.println("small " + Duration.ofNanos(System.nanoTime() - begun));
  }

  /** What tests count on. */
  private static final class Tasks implements MapReduceProcessor {
    private final Body body;

    /** What is done. */
    interface Body {
      ProcessResult run(Tasks tasks, TaskContext context) throws Exception;
    }

    Tasks(Body body) {
      this.body = body;
    }

    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      return body.run(this, context);
    }

    @Override
    public ProcessResult reduce(TaskContext context, List<TaskResult> results) {
      long failed = results.stream().filter(each -> !each.isSuccess()).count();
      return new ProcessResult(
          failed == 0, "%d results, %d failed".formatted(results.size(), failed));
    }
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void tasksMapFurtherTasks_atAnyDepth() throws Exception {
    cluster
        .processor(
            "tree",
            new Tasks(
                (tasks, context) -> {
                  int depth = context.getTaskName().length();
                  if (tasks.isRootTask()) {
                    tasks.map(List.of(0, 1, 2), "A");
                  } else if (depth < 3) {
                    tasks.map(List.of("x", "y", "z"), context.getTaskName() + "A");
                  }
                  return new ProcessResult(true, context.getTaskId());
                }))
        .workers("a", "b");

    cluster.run("a", mapReduce(1, "tree"));

    // 1 + 3 + 9 + 27
    assertThat(cluster.outcome(1).result()).isEqualTo("40 results, 0 failed");
    assertThat(cluster.allTasks(1)).containsKeys("0", "0.0", "0.2.1", "0.2.2.2");
    assertThat(cluster.allTasks(1).get("0.2.1").taskName()).isEqualTo("AA");
    assertThat(cluster.counts(1).repeated()).isZero();
  }

  @Test
  void failedTask_isTriedAgain_andFailsForGoodAlone() throws Exception {
    cluster
        .processor(
            "some",
            new Tasks(
                (tasks, context) -> {
                  if (tasks.isRootTask()) {
                    tasks.map(numbers(10), "N");
                    return new ProcessResult(true);
                  }
                  int number = (Integer) context.getSubTask();
                  if (number == 3 && context.getCurrentRetryTimes() < 2) {
                    throw new IllegalStateException("not yet");
                  }
                  if (number == 4) {
                    return null;
                  }
                  return new ProcessResult(true, "tried " + (context.getCurrentRetryTimes() + 1));
                }))
        .workers("a", "b");

    cluster.run(
        "a",
        mapReduce(1, "some")
            .retries(2)
            .backoff(
                new JobOptions.Backoff(JobOptions.BackoffPolicy.FIXED, 100, null, null, null)));

    assertThat(cluster.outcome(1))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.FAILED, "11 results, 1 failed");
    var tasks = cluster.allTasks(1);
    assertThat(tasks.get("0.3").result()).isEqualTo("tried 3");
    assertThat(tasks.get("0.4"))
        .extracting("success", "result", "attempts", "content")
        .containsExactly(false, "ProcessResult can't be null", 3, "4");
  }

  @Test
  void poisonTasks_failAlone() throws Exception {
    var released = new Semaphore(0);
    cluster
        .processor(
            "poison",
            new Tasks(
                (tasks, context) -> {
                  if (tasks.isRootTask()) {
                    tasks.map(List.of("throws", "hangs", "null", "huge", "fine"), "P");
                    return new ProcessResult(true);
                  }
                  return switch ((String) context.getSubTask()) {
                    case "throws" -> throw new StackOverflowError("deep");
                    case "hangs" -> {
                      // Whatever interrupts it.
                      released.acquireUninterruptibly();
                      yield new ProcessResult(true);
                    }
                    case "null" -> null;
                    case "huge" -> new ProcessResult(true, "x".repeat(10_000_000));
                    default -> new ProcessResult(true, "ok");
                  };
                }))
        .workers("a", "b");

    cluster.run("a", mapReduce(1, "poison").taskTimeLimit(300).concurrency(1));

    assertThat(cluster.outcome(1).result()).isEqualTo("6 results, 3 failed");
    released.release();
    var tasks = cluster.allTasks(1);
    assertThat(tasks.get("0.0").result()).isEqualTo("java.lang.StackOverflowError: deep");
    assertThat(tasks.get("0.1").result()).isEqualTo("task execute timeout");
    assertThat(tasks.get("0.2").result()).isEqualTo("ProcessResult can't be null");
    assertThat(tasks.get("0.3").result()).hasSize(8_099).endsWith("x...");
    assertThat(tasks.get("0.4").success()).isTrue();
  }

  @Test
  void map_countsTasks_andFailsIfOneFailed() throws Exception {
    cluster
        .processor(
            "count",
            new Tasks(
                (tasks, context) -> {
                  if (tasks.isRootTask()) {
                    tasks.map(numbers(6), "OMS_LAST_TASK");
                    return new ProcessResult(true);
                  }
                  return new ProcessResult(!context.getSubTask().equals(5), context.getTaskName());
                }))
        .workers("a", "b");

    cluster.run("a", new Cluster.Command(1, ExecuteType.MAP, "count"));

    assertThat(cluster.outcome(1))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.FAILED, "total:7,succeed:6,failed:1");
    assertThat(cluster.allTasks(1).get("0.1").taskName()).isEqualTo("X-OMS_LAST_TASK");
  }

  @Test
  void rerun_doesTheFailedTasksAlone() throws Exception {
    var broken = new AtomicBoolean(true);
    var runs = new ConcurrentHashMap<Object, Integer>();
    cluster
        .processor(
            "mend",
            new Tasks(
                (tasks, context) -> {
                  if (tasks.isRootTask()) {
                    tasks.map(numbers(300), "N");
                    return new ProcessResult(true);
                  }
                  runs.merge(context.getSubTask(), 1, Integer::sum);
                  boolean fails = broken.get() && ((Integer) context.getSubTask()) % 10 == 0;
                  return new ProcessResult(!fails, "r");
                }))
        .workers("a", "b");
    cluster.run("a", mapReduce(1, "mend"));
    assertThat(cluster.outcome(1).result()).isEqualTo("301 results, 30 failed");

    broken.set(false);
    cluster.run("b", mapReduce(1, "mend").epoch(2).reopenedAfter(1));

    assertThat(cluster.outcome(1, 2).result()).isEqualTo("301 results, 0 failed");
    assertThat(runs).hasSize(300);
    assertThat(runs.get(10)).isEqualTo(2);
    assertThat(runs.get(11)).isEqualTo(1);
  }

  @Test
  void outcomeThatNobodyHeard_isReportedAgain_withoutReducing() throws Exception {
    cluster.processor("squares", new Squares(10)).workers("a", "b");
    cluster.run("a", mapReduce(1, "squares"));
    cluster.outcome(1);

    cluster.run("b", mapReduce(1, "squares").epoch(2));

    assertThat(cluster.outcome(1, 2).result()).isEqualTo("11 results, sum 285");
    assertThat(cluster.allTasks(1)).hasSize(11);
  }

  @Test
  void paddlingCoordinator_doesNoTasks_lateWorkerDoes() throws Exception {
    cluster.processor("squares", new Squares(100)).workers("a");
    cluster.run("a", mapReduce(1, "squares").behavior(TaskTrackerBehavior.PADDLING));
    await().until(() -> cluster.tasks(1).containsKey("0"));
    assertThat(cluster.reports(1)).noneMatch(each -> each.endTime() != null);

    cluster.workers("late");

    assertThat(cluster.outcome(1).status()).isEqualTo(InstanceStatus.SUCCEED);
    assertThat(cluster.allTasks(1).values())
        .filteredOn(each -> !each.taskId().equals("0"))
        .extracting("address")
        .containsOnly("late:1");
  }

  @Test
  void broadcast_runsOnceOnEachWorker() throws Exception {
    var where = new ConcurrentHashMap<String, Integer>();
    cluster
        .processor(
            "all",
            new BroadcastProcessor() {
              @Override
              public ProcessResult process(TaskContext context) {
                where.merge(context.getTaskId() + " " + context.getTaskName(), 1, Integer::sum);
                return new ProcessResult(true, "done");
              }
            })
        .workers("a", "b", "c");

    cluster.run("b", new Cluster.Command(1, ExecuteType.BROADCAST, "all"));

    assertThat(cluster.outcome(1).result()).isEqualTo("succeed:4, failed:0");
    assertThat(where)
        .containsOnly(
            entry("0.0 OMS_BROADCAST_TASK", 1),
            entry("0.1 OMS_BROADCAST_TASK", 1),
            entry("0.2 OMS_BROADCAST_TASK", 1));
    assertThat(cluster.allTasks(1).values())
        .filteredOn(each -> !each.taskId().equals("0"))
        .extracting("address")
        .containsExactlyInAnyOrder("a:1", "b:1", "c:1");
  }

  @Test
  void broadcastToADeadWorker_failsThere() throws Exception {
    cluster.processor("plain", context -> new ProcessResult(true, "done")).workers("a", "b");

    cluster.run(
        "a", new Cluster.Command(1, ExecuteType.BROADCAST, "plain").targets("a", "b", "dead"));

    assertThat(cluster.outcome(1))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.FAILED, "succeed:3, failed:1");
    assertThat(cluster.allTasks(1).get("0.2").result()).isEqualTo("maybe worker down");
    assertThat(cluster.allTasks(1).get("0").result()).isEqualTo("NO_PREPOST_TASK");
  }

  @Test
  void timeLimit_endsTheInstance_andInterruptsItsTasks() throws Exception {
    var interrupted = new CountDownLatch(2);
    cluster
        .processor("slow", new Tasks((tasks, context) -> slow(tasks, interrupted)))
        .workers("a", "b");

    cluster.run("a", mapReduce(1, "slow").timeLimit(1_500).concurrency(1));

    assertThat(cluster.outcome(1))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.FAILED, "instance execute timeout");
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static ProcessResult slow(Tasks tasks, CountDownLatch interrupted) throws Exception {
    if (tasks.isRootTask()) {
      tasks.map(numbers(2), "SLOW");
      return new ProcessResult(true);
    }
    try {
      // Nobody opens it: only the interrupt ends the task, or the bound if that does not come.
      boolean opened = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
      return new ProcessResult(opened);
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  @Test
  void stop_interruptsTheTasks() throws Exception {
    var interrupted = new CountDownLatch(2);
    cluster
        .processor("slow", new Tasks((tasks, context) -> slow(tasks, interrupted)))
        .workers("a", "b");
    cluster.run("a", mapReduce(1, "slow").concurrency(1));
    await().until(() -> cluster.counts(1).running() == 2);

    cluster.say("a", new StopInstance(1, 1));

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(cluster.reports(1)).noneMatch(each -> each.endTime() != null);
  }

  @Test
  void processorWithoutReduce_failsSayingSo() throws Exception {
    cluster.processor("plain", context -> new ProcessResult(true)).workers("a");

    cluster.run("a", mapReduce(1, "plain"));

    assertThat(cluster.outcome(1).result()).isEqualTo("not implement the MapReduceProcessor");
  }

  @Test
  void maxWorkerCount_isKept() throws Exception {
    cluster.processor("squares", new Squares(200)).workers("a", "b");

    cluster.run("a", mapReduce(1, "squares").maxWorkerCount(1));

    assertThat(cluster.outcome(1).status()).isEqualTo(InstanceStatus.SUCCEED);
    assertThat(cluster.allTasks(1).values()).extracting("address").containsOnly("a:1");
  }

  @Test
  void vacancy_isFilledByAWorkerThatAsks() throws Exception {
    cluster.processor("squares", new Squares(200)).workers("a", "b");

    cluster.run(
        "a",
        mapReduce(1, "squares")
            .maxWorkerCount(2)
            .targets("a")
            .behavior(TaskTrackerBehavior.PADDLING));

    assertThat(cluster.outcome(1).status()).isEqualTo(InstanceStatus.SUCCEED);
    assertThat(cluster.allTasks(1).values())
        .filteredOn(each -> !each.taskId().equals("0"))
        .extracting("address")
        .containsOnly("b:1");
  }

  @Test
  void designatedWorkers_doTheTasks() throws Exception {
    cluster.processor("squares", new Squares(200)).workers("a", "b");

    cluster.run("a", mapReduce(1, "squares").designated("b:1, other"));

    assertThat(cluster.outcome(1).status()).isEqualTo(InstanceStatus.SUCCEED);
    assertThat(cluster.allTasks(1).values())
        .filteredOn(each -> !each.taskId().equals("0"))
        .extracting("address")
        .containsOnly("b:1");
  }

  @Test
  void whatTasksAddToTheWorkflowsContext_isReported() throws Exception {
    cluster
        .processor(
            "context",
            new Tasks(
                (tasks, context) -> {
                  if (tasks.isRootTask()) {
                    tasks.map(numbers(2), "N");
                  }
                  context
                      .getWorkflowContext()
                      .appendData2WfContext(
                          context.getTaskId(),
                          context.getWorkflowContext().fetchWorkflowContext().get("k"));
                  return new ProcessResult(true);
                }))
        .workers("a", "b");

    cluster.run("a", mapReduce(1, "context").workflow(9, "{\"k\":\"v\"}"));

    assertThat(cluster.outcome(1).appendedWfContext())
        .containsOnly(entry("0", "v"), entry("0.0", "v"), entry("0.1", "v"));
  }
}
