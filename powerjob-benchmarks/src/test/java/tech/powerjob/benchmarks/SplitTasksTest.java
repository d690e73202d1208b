package tech.powerjob.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;

class SplitTasksTest {
  @Test
  void text_hasTheSizeAndIsTheSameForTheSameSeed() {
    assertThat(SplitTasks.text(new Random(7), 1024)).hasSize(1024).isPrintable().isASCII();
    assertThat(SplitTasks.text(new Random(7), 100))
        .isEqualTo(SplitTasks.text(new Random(7), 100))
        .isNotEqualTo(SplitTasks.text(new Random(8), 100));
  }

  @Test
  void elementOfAnotherSize_fails() throws Exception {
    var context = new TaskContext();
    context.setInstanceParams(SplitTasks.parameters(10, 5, 0));
    context.setSubTask("12345");
    assertThat(new ListTasks().process(context).isSuccess()).isTrue();
    context.setSubTask("1234");
    assertThat(new ListTasks().process(context).isSuccess()).isFalse();
  }

  @Test
  void reduceSteps_countAlike() {
    var results =
        new TaskResult[] {new TaskResult("0", true, ""), new TaskResult("0.1", false, "")};
    assertThat(new ListTasks().reduce(null, Stream.of(results).toList()).getMsg())
        .isEqualTo(new StreamTasks().reduce(null, Stream.of(results)).getMsg())
        .isEqualTo("results=2 failed=1");
  }

  @Test
  void sleepingTasks_areTimedFromTheFirstToTheLast() {
    var results =
        List.of(
            new TaskResult("0", true, "split"),
            new TaskResult("0.0", true, "1000-1010"),
            new TaskResult("0.1", true, "995-1005"));
    assertThat(new ListTasks().reduce(null, results).getMsg())
        .isEqualTo("results=3 failed=0 span_ms=15");
  }
}
