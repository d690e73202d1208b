package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** Distributed instances whose workers, connections and broker go away. */
@Timeout(180)
class SurvivalTest {
  private static final int TASKS = 2_000;

  @TempDir private Path folder;
  private Cluster cluster;
  private final Counting counting = new Counting();

  /** Counts how often each number was worked on, and each result that is reduced. */
  private static final class Counting implements MapReduceProcessor {
    private final Map<Object, Integer> runs = new ConcurrentHashMap<>();
    private final Semaphore permits = new Semaphore(0);
    private final CountDownLatch rootStopped = new CountDownLatch(1);
    private volatile Semaphore reduces = new Semaphore(1_000);
    private volatile int rootStopsAfter = TASKS;

    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        for (int from = 0; from < TASKS; from += 100) {
          if (from >= rootStopsAfter) {
            rootStopped.countDown();
            // Until its worker is killed, or the bound if that does not come.
            return new ProcessResult(new CountDownLatch(1).await(1, TimeUnit.MINUTES));
          }
          map(IntStream.range(from, from + 100).boxed().toList(), "N");
        }
        return new ProcessResult(true);
      }
      permits.acquire();
      runs.merge(context.getSubTask(), 1, Integer::sum);
      return new ProcessResult(true, String.valueOf(context.getSubTask()));
    }

    @Override
    public ProcessResult reduce(TaskContext context, List<TaskResult> results) {
      reduces.acquireUninterruptibly();
      long distinct = results.stream().map(TaskResult::getTaskId).distinct().count();
      long sum =
          results.stream()
              .map(TaskResult::getResult)
              .filter(each -> !each.isEmpty())
              .mapToLong(Long::parseLong)
              .sum();
      return new ProcessResult(true, results.size() + "/" + distinct + " sum " + sum);
    }
  }

  private static final String RIGHT = (TASKS + 1) + "/" + (TASKS + 1) + " sum 1999000";

  @BeforeEach
  void start() throws Exception {
    cluster = new Cluster(folder).processor("count", counting);
  }

  @AfterEach
  void stop() throws Exception {
    counting.permits.release(1_000_000);
    cluster.close();
  }

  private static Cluster.Command command() {
    return new Cluster.Command(1, ExecuteType.MAP_REDUCE, "count").concurrency(3);
  }

  private void awaitCounted(long tasks) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !cluster.taskReports(1).isEmpty() && cluster.counts(1).succeeded() >= tasks);
  }

  @Test
  void coordinatorThatDies_isSucceededByAnother_whichCountsNothingTwice() throws Exception {
    cluster.workers("a", "b", "c");
    counting.permits.release(700);
    cluster.run("a", command());
    awaitCounted(300);

    cluster.kill("a");
    counting.permits.release(1_000_000);
    cluster.run("b", command().epoch(2));

    assertThat(cluster.outcome(1, 2).result()).isEqualTo(RIGHT);
    assertThat(cluster.allTasks(1)).hasSize(TASKS + 1);
    assertThat(counting.runs).hasSize(TASKS);
  }

  @Test
  void executorThatDies_losesNothing() throws Exception {
    cluster.workers("a", "b");
    counting.permits.release(500);
    cluster.run("a", command());
    awaitCounted(300);

    cluster.kill("b");
    counting.permits.release(1_000_000);

    assertThat(cluster.outcome(1).result()).isEqualTo(RIGHT);
    assertThat(counting.runs).hasSize(TASKS);
  }

  @Test
  void connectionsThatAreCut_areOpenedAgain() throws Exception {
    cluster.workers("a", "b");
    counting.permits.release(500);
    cluster.run("a", command());
    awaitCounted(300);

    cluster.broker().cutConnections();
    counting.permits.release(500);
    awaitCounted(700);
    cluster.broker().cutConnections();
    counting.permits.release(1_000_000);

    await().atMost(Duration.ofSeconds(60)).until(() -> cluster.counts(1).succeeded() == TASKS + 1);
  }

  @Test
  void brokerThatRestarts_hasEverythingStill() throws Exception {
    cluster.workers("a", "b");
    counting.permits.release(500);
    cluster.run("a", command());
    awaitCounted(300);

    cluster.restartBroker();
    counting.permits.release(1_000_000);

    assertThat(cluster.outcome(1).result()).isEqualTo(RIGHT);
    assertThat(counting.runs).hasSize(TASKS);
  }

  @Test
  void connectionThatBrokeWhileNobodyUsedIt_isReplacedAtOnce() throws Exception {
    cluster.workers("a", "b");
    counting.permits.release(1_000_000);
    cluster.run("a", command());
    assertThat(cluster.outcome(1).result()).isEqualTo(RIGHT);
    cluster.restartBroker();

    long begun = System.nanoTime();
    cluster.run("b", new Cluster.Command(2, ExecuteType.MAP_REDUCE, "count").concurrency(3));

    assertThat(cluster.outcome(2).result()).isEqualTo(RIGHT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("not only after the unused one was closed")
        .isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void workerThatStops_givesBackWhatWaits() throws Exception {
    cluster.workers("a", "b");
    counting.permits.release(500);
    cluster.run("a", command());
    awaitCounted(300);

    var stopping = new Thread(() -> cluster.stop("b"));
    stopping.start();
    counting.permits.release(1_000_000);
    stopping.join();

    assertThat(cluster.outcome(1).result()).isEqualTo(RIGHT);
    assertThat(counting.runs.values()).containsOnly(1);
    assertThat(cluster.counts(1).repeated()).isZero();
  }

  @Test
  void rootTaskThatIsRunAgain_mapsNothingTwice() throws Exception {
    cluster.workers("a", "b");
    counting.rootStopsAfter = 1_000;
    cluster.run("a", command());
    await().until(() -> counting.rootStopped.getCount() == 0);

    cluster.kill("a");
    counting.rootStopsAfter = TASKS;
    counting.permits.release(1_000_000);
    cluster.run("b", command().epoch(2));

    assertThat(cluster.outcome(1, 2).result()).isEqualTo(RIGHT);
    assertThat(counting.runs.values()).containsOnly(1);
    assertThat(cluster.allTasks(1)).containsKeys("0.999", "0~2.0", "0~2.999");
  }

  @Test
  void coordinatorThatDiesInTheReduceStep_isSucceededByAnother() throws Exception {
    cluster.workers("a", "b");
    counting.reduces = new Semaphore(0);
    counting.permits.release(1_000_000);
    cluster.run("a", command());
    await().atMost(Duration.ofSeconds(60)).until(() -> counting.reduces.hasQueuedThreads());

    cluster.kill("a");
    counting.reduces.release(10);
    cluster.run("b", command().epoch(2));

    assertThat(cluster.outcome(1, 2).result()).isEqualTo(RIGHT);
    assertThat(counting.runs.values()).containsOnly(1);
  }
}
