package com.acme.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import tech.powerjob.common.enums.Protocol;
import tech.powerjob.common.exception.PowerJobCheckedException;
import tech.powerjob.worker.common.constants.StoreStrategy;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.WorkflowContext;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.log.OmsLogger;
import tech.powerjob.worker.spring.SpringBeans;

/** The users' jobs compile against our SDK; here is that they also do what they did. */
class UsersJobsTest {
  private final List<String> lines = new ArrayList<>();

  private TaskContext context() {
    var context = new TaskContext();
    context.setJobId(7L);
    context.setInstanceId(5L);
    context.setTaskName("OMS_ROOT_TASK");
    context.setMaxRetryTimes(3);
    context.setUserContext("ours");
    context.setOmsLogger(new Lines());
    context.setWorkflowContext(new WorkflowContext(9L, "{\"a\":1}"));
    return context;
  }

  @Test
  void context_hasWhatPowerJobSays() throws Exception {
    var context = context();

    var result = new ReportJob().process(context);

    assertThat(result.isSuccess()).isTrue();
    assertThat(result.getMsg()).startsWith("ours 9 {").endsWith("} null 3");
    assertThat(context.getWorkflowContext().getAppendedContextData())
        .isEqualTo(Map.of("seen", "1", "name", "report"));
    assertThat(lines).hasSize(4);
  }

  @Test
  void mapOutsideAMapJob_isRefused() throws Exception {
    assertThat(new SplitJob().isRootTask()).isFalse();
    assertThatThrownBy(() -> new SplitJob().map(List.of(1), "x"))
        .isInstanceOf(PowerJobCheckedException.class)
        .hasMessageContaining("map failed for task: x");
  }

  @Test
  void broadcast_hasItsDefaultResult() throws Exception {
    var failed = new TaskResult();
    failed.setTaskId("0.1");

    assertThat(new CleanUpJob().postProcess(context(), List.of(failed)))
        .extracting(ProcessResult::isSuccess, ProcessResult::getMsg)
        .containsExactly(false, "succeed:0, failed:1");
  }

  @Test
  void reduce_seesResults() {
    var done = new TaskResult();
    done.setSuccess(true);

    assertThat(new BatchJob().reduce(context(), List.of(done)).isSuccess()).isTrue();
  }

  @Test
  void configuration_holdsWhatWasSet() {
    var config = new WorkerSetup().config();

    assertThat(config.getProtocol()).isEqualTo(Protocol.HTTP);
    assertThat(config.getStoreStrategy()).isEqualTo(StoreStrategy.MEMORY);
    assertThat(config.getMaxHeavyweightTaskNum()).isEqualTo(10);
    assertThat(config.getMaxAppendedWfContextLength()).isEqualTo(8192);
    config.setPassword("new here");
    config.validate();
    assertThat(
            config
                .getProcessorFactoryList()
                .get(0)
                .build(
                    new ProcessorDefinition()
                        .setProcessorType("BUILT_IN")
                        .setProcessorInfo("report"))
                .getProcessor())
        .isInstanceOf(ReportJob.class);
  }

  @Test
  void handlers_areFound_privateOnesToo() throws Exception {
    try (var spring = new GenericApplicationContext()) {
      spring.registerBean("tinyHandlers", Handlers.class);
      spring.refresh();
      for (var expected : Map.of("clean", "cleaned", "count", "3").entrySet()) {
        var bean =
            SpringBeans.processors(spring)
                .build(
                    new ProcessorDefinition()
                        .setProcessorType("BUILT_IN")
                        .setProcessorInfo("tinyHandlers#" + expected.getKey()));
        assertThat(bean.getProcessor().process(context()).getMsg()).isEqualTo(expected.getValue());
      }
    }
  }

  /** Keeps the patterns. */
  private final class Lines implements OmsLogger {
    @Override
    public void debug(String messagePattern, Object... args) {
      lines.add(messagePattern);
    }

    @Override
    public void info(String messagePattern, Object... args) {
      lines.add(messagePattern);
    }

    @Override
    public void warn(String messagePattern, Object... args) {
      lines.add(messagePattern);
    }

    @Override
    public void error(String messagePattern, Object... args) {
      lines.add(messagePattern);
    }
  }
}
