package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** A processor that serves jobs of several types, as the verification processor does. */
@Timeout(120)
class SeveralTypesTest {
  @TempDir private Path folder;

  private static final class Both implements MapReduceProcessor, BroadcastProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      if (isRootTask()) {
        map(List.of(1, 2), "PART");
      }
      return new ProcessResult(true, "processed");
    }

    @Override
    public ProcessResult preProcess(TaskContext context) {
      return new ProcessResult(true, "before");
    }

    @Override
    public ProcessResult reduce(TaskContext context, List<TaskResult> results) {
      return new ProcessResult(true, "reduced " + results.size());
    }

    @Override
    public ProcessResult postProcess(TaskContext context, List<TaskResult> results) {
      return new ProcessResult(true, "after " + results.size());
    }
  }

  @Test
  void typeOfTheJob_decidesWhatIsCalled() throws Exception {
    try (var cluster = new Cluster(folder)) {
      cluster.processor("both", new Both()).workers("a", "b");

      cluster.run("a", new Cluster.Command(1, ExecuteType.MAP_REDUCE, "both"));
      cluster.run("a", new Cluster.Command(2, ExecuteType.BROADCAST, "both"));

      assertThat(cluster.outcome(1).result()).isEqualTo("reduced 3");
      assertThat(cluster.tasks(1).get("0").result()).isEqualTo("processed");
      assertThat(cluster.outcome(2).result()).isEqualTo("after 3");
      assertThat(cluster.tasks(2).get("0").result()).isEqualTo("before");
    }
  }
}
