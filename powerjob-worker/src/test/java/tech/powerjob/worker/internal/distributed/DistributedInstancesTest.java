package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
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
    var tasks = cluster.tasks(1);
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
}
