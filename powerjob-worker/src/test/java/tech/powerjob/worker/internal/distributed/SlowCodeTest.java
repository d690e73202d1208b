package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/** A worker that needs long to get at the code of one instance. */
@Timeout(120)
class SlowCodeTest {
  @TempDir private Path folder;

  /** Finds {@code slow} when it is let, and everything else at once. */
  private record Slow(CountDownLatch asked, CountDownLatch let) implements ProcessorFactory {
    @Override
    public Set<String> supportTypes() {
      return Set.of(ProcessorType.BUILT_IN.name());
    }

    @Override
    public ProcessorBean build(ProcessorDefinition definition) {
      if (definition.getProcessorInfo().equals("slow")) {
        asked.countDown();
        try {
          if (!let.await(1, TimeUnit.MINUTES)) {
            return null;
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        }
      }
      return new ProcessorBean().setProcessor(succeeding());
    }
  }

  private static BasicProcessor succeeding() {
    return (BroadcastProcessor) context -> new ProcessResult(true, "done");
  }

  @Test
  void codeThatIsLongInComing_holdsUpItsOwnInstanceOnly() throws Exception {
    var asked = new CountDownLatch(1);
    var let = new CountDownLatch(1);
    try (var cluster = new Cluster(folder)) {
      cluster.processor("slow", succeeding()).processor("quick", succeeding()).workers("a");
      cluster.worker("b", config -> config.setProcessorFactoryList(List.of(new Slow(asked, let))));

      cluster.run("a", new Cluster.Command(1, ExecuteType.BROADCAST, "slow"));
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      cluster.run("a", new Cluster.Command(2, ExecuteType.BROADCAST, "quick"));

      assertThat(cluster.outcome(2).result()).isNotNull();
      assertThat(cluster.allTasks(2)).hasSize(3);
      assertThat(cluster.reports(1)).noneMatch(report -> report.endTime() != null);
      let.countDown();
      assertThat(cluster.outcome(1).result()).isNotNull();
      assertThat(cluster.allTasks(1)).hasSize(3);
    }
  }
}
