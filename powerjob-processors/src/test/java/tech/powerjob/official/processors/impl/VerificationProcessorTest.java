package tech.powerjob.official.processors.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.worker.core.processor.ProcessResult;

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
