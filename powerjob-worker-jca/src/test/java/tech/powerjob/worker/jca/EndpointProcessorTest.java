package tech.powerjob.worker.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.jca.FakeContainer.Bean;

class EndpointProcessorTest {
  private static ProcessResult process(Bean bean) throws Exception {
    return EndpointProcessor.of(bean, new Gate(1, Duration.ofSeconds(1)))
        .process(new TaskContext());
  }

  @Test
  void run_isDeliveredWithinTheContainersBrackets() throws Exception {
    var bean = new Bean(context -> new ProcessResult(true, "done"));

    assertThat(process(bean).getMsg()).isEqualTo("done");
    assertThat(bean.calls).containsExactly("before process", "process", "after", "release");
  }

  @Test
  void failureOfTheBean_isPassedOn_andTheBracketsAreClosed() {
    var bean =
        new Bean(
                context -> {
                  throw new IllegalStateException("no luck");
                })
            .failingAfterDelivery();

    assertThatThrownBy(() -> process(bean))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no luck")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("cannot commit"));
    assertThat(bean.calls).endsWith("after", "release");
  }

  @Test
  void failureOfTheContainer_failsTheRun() {
    var bean = new Bean(context -> new ProcessResult(true)).failingAfterDelivery();

    assertThatThrownBy(() -> process(bean)).hasMessage("cannot commit");
    assertThat(bean.calls).endsWith("release");
  }

  @Test
  void applicationThatIsStillStarting_isWaitedFor() throws Exception {
    var bean = new Bean(context -> new ProcessResult(true, "at last")).availableAfter(2);

    assertThat(process(bean).getMsg()).isEqualTo("at last");
  }
}
