package tech.powerjob.official.processors.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskResult;

class VerificationProcessorTest {
  private final VerificationProcessor processor = new VerificationProcessor();
  private final List<String> log = new ArrayList<>();

  private ProcessResult process(String params) throws Exception {
    return processor.process(Contexts.of(params, null, log));
  }

  private static void assertResult(ProcessResult result, boolean success, String message) {
    assertThat(result.getMsg()).isEqualTo(message);
    assertThat(result.isSuccess()).isEqualTo(success);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "{}", "{\"mode\":\"base\"}", "{\"mode\":\"no such mode\"}"})
  void base_succeedsWithARandomText(String params) throws Exception {
    var result = process(params);

    assertThat(result.isSuccess()).isTrue();
    assertThat(result.getMsg()).matches("EXECUTE_SUCCESSFULLY_[A-Za-z0-9]{10}");
  }

  @Test
  void responseSize_isTheLengthOfTheText() throws Exception {
    assertThat(process("{\"responseSize\":300}").getMsg())
        .matches("EXECUTE_SUCCESSFULLY_[A-Za-z0-9]{300}");
  }

  @Test
  void timeout_sleeps() throws Exception {
    assertResult(process("{\"mode\":\"TIMEOUT\",\"sleepMs\":1}"), true, "AFTER_SLEEP_1");
  }

  @Test
  void timeoutThatIsInterrupted_ends() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> process("{\"mode\":\"TIMEOUT\"}"))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void error_fails() throws Exception {
    assertResult(process("{\"mode\":\"Error\"}"), false, "EXECUTE_FAILED_FOR_TEST");
  }

  @Test
  void exception_isItsSimpleNameAndText() throws Exception {
    assertResult(
        process("{\"mode\":\"EXCEPTION\"}"), false, "PowerJobException: exception for test");
  }

  @Test
  void retry_failsUntilTheLastTime() throws Exception {
    var context = Contexts.of("{\"mode\":\"RETRY\"}", null, log);
    context.setMaxRetryTimes(2);

    context.setCurrentRetryTimes(0);
    assertResult(processor.process(context), false, "FAILED_UNTIL_LAST_RETRY_0");
    context.setCurrentRetryTimes(1);
    assertResult(processor.process(context), false, "FAILED_UNTIL_LAST_RETRY_1");
    context.setCurrentRetryTimes(2);
    assertResult(processor.process(context), true, "RETRY_SUCCESSFULLY!");
  }

  @Test
  void mapReduce_mapsBatches() throws Exception {
    var mapped = new ArrayList<String>();
    CurrentTask.set(
        new CurrentTask.Handle() {
          @Override
          public boolean isRoot() {
            return true;
          }

          @Override
          public void map(List<?> subTasks, String taskName) {
            mapped.add(taskName + " " + subTasks.size());
          }
        });
    try {
      assertResult(
          process("{\"mode\":\"MR\",\"batchNum\":2,\"batchSize\":7}"), true, "MAP_SUCCESS");
    } finally {
      CurrentTask.set(null);
    }
    assertThat(mapped).containsExactly("MAP_TEST_TASK_0 7", "MAP_TEST_TASK_1 7");
  }

  @ParameterizedTest
  @CsvSource({"1.0, true", "0.0, false"})
  void mappedTask_succeedsByChance(String rate, boolean success) throws Exception {
    var context = Contexts.of("{\"mode\":\"MR\",\"subTaskSuccessRate\":" + rate + "}", null, log);
    context.setSubTask(new VerificationProcessor.SubTask());

    var result = processor.process(context);

    assertThat(result.isSuccess()).isEqualTo(success);
    assertThat(result.getMsg()).hasSize(3);
  }

  @Test
  void mapReduceModeElsewhere_fails() throws Exception {
    assertResult(
        process("{\"mode\":\"MR\"}"),
        false,
        "IllegalArgumentException: mode MR is for MAP and MAP_REDUCE jobs");
  }

  @Test
  void reduce_tellsAllTasks() {
    var results = List.of(new TaskResult("0", true, "a"), new TaskResult("0.1", false, "b"));

    assertResult(
        processor.reduce(Contexts.of(null, null, log), results),
        true,
        "tId:0;tSuc:true;tRes:atId:0.1;tSuc:false;tRes:b");
  }

  @Test
  void broadcast_tellsBeforeAndAfter() {
    var context = Contexts.of(null, null, log);

    assertResult(processor.preProcess(context), true, "preProcess successfully!");
    assertResult(processor.postProcess(context, List.of()), true, "postProcess successfully!");
  }

  @Test
  void instanceParameters_winOverTheJobs_exceptInAWorkflow() throws Exception {
    var error = "{\"mode\":\"ERROR\"}";
    assertThat(processor.process(Contexts.of("{}", error, log)).isSuccess()).isFalse();
    assertThat(processor.process(Contexts.of(error, "", log)).isSuccess()).isFalse();
    assertThat(processor.process(Contexts.of(8L, "{}", error, log)).isSuccess()).isTrue();
    assertThat(log).contains("using params: " + error);
  }

  @Test
  void brokenParameters_sayWhere() throws Exception {
    assertResult(
        process("{\"mode\": "),
        false,
        "IllegalArgumentException: the parameters are not the expected JSON object: line 1, column"
            + " 10");
    assertThat(process("[]").getMsg()).contains("not the expected JSON object");
    assertThat(process("null").getMsg()).contains("the JSON null");
  }
}
