package tech.powerjob.server.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.domain.schedule.Schedules;

class JobRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static SaveJobInfoRequest good() {
    var request = new SaveJobInfoRequest();
    request.setJobName("name");
    request.setProcessorInfo("x.Y");
    request.setExecuteType(ExecuteType.STANDALONE);
    request.setProcessorType(ProcessorType.BUILT_IN);
    request.setTimeExpressionType(TimeExpressionType.API);
    return request;
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments("jobName can't be empty", request -> request.setJobName(" ")),
        arguments("processorInfo can't be empty", request -> request.setProcessorInfo(null)),
        arguments("executeType can't be empty", request -> request.setExecuteType(null)),
        arguments("processorType can't be empty", request -> request.setProcessorType(null)),
        arguments(
            "timeExpressionType can't be empty", request -> request.setTimeExpressionType(null)),
        arguments(
            "jobName has 256 characters but may have at most 255",
            request -> request.setJobName("x".repeat(256))),
        arguments(
            "jobParams has 500001 characters but may have at most 500000",
            request -> request.setJobParams("x".repeat(500_001))),
        arguments(
            "instanceRetryNum is -1 but must be 0 or more",
            request -> request.setInstanceRetryNum(-1)),
        arguments(
            "minMemorySpace is NaN but must be 0 or more",
            request -> request.setMinMemorySpace(Double.NaN)),
        arguments(
            "advancedRuntimeConfig.taskTrackerBehavior is 2 but must be 1 (NORMAL) or 11 (PADDLING)",
            request ->
                request.setAdvancedRuntimeConfig(
                    new JobAdvancedRuntimeConfig().setTaskTrackerBehavior(2))),
        arguments("illegal alarm config!", request -> request.setAlarmConfig(new AlarmConfig())));
  }

  private static Arguments arguments(String message, Consumer<SaveJobInfoRequest> spoil) {
    return Arguments.of(message, spoil);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void broken_isRefusedNamingFieldValueAndRule(String message, Consumer<SaveJobInfoRequest> spoil) {
    var request = good();
    spoil.accept(request);
    assertThatThrownBy(() -> JobRules.check(request)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(ExecuteType.class)
  void everyWayToExecute_isAccepted(ExecuteType type) {
    var request = good();
    request.setExecuteType(type);
    assertThatCode(() -> JobRules.check(request)).doesNotThrowAnyException();
  }

  @Test
  void minimal_isAccepted() {
    assertThatCode(() -> JobRules.check(good())).doesNotThrowAnyException();
  }

  @Test
  void scheduleThatMustFireAndDoesNot_isRefused() {
    assertThatThrownBy(
            () -> JobRules.checkFires(definition(TimeExpressionType.CRON), Optional.empty()))
        .hasMessage("time expression is out of date: expression");
    assertThatThrownBy(
            () ->
                JobRules.checkFires(
                    definition(TimeExpressionType.DAILY_TIME_INTERVAL), Optional.empty()))
        .hasMessage("time expression is out of date: expression");
    assertThatCode(() -> JobRules.checkFires(definition(TimeExpressionType.API), Optional.empty()))
        .doesNotThrowAnyException();
  }

  private static Schedules.Definition definition(TimeExpressionType type) {
    return new Schedules.Definition(1, type, "expression", null, new JobOptions());
  }

  @Test
  void lifeCycleOver_isRefused() {
    var lifeCycle = new LifeCycle();
    lifeCycle.setEnd(NOW.toEpochMilli());
    assertThatThrownBy(() -> JobRules.checkLifeCycle(lifeCycle, NOW))
        .hasMessage("lifecycle is out of date!");
  }

  @Test
  void lifeCycleBackwards_isRefused() {
    var lifeCycle = new LifeCycle();
    lifeCycle.setStart(NOW.plusSeconds(10).toEpochMilli());
    lifeCycle.setEnd(NOW.plusSeconds(5).toEpochMilli());
    assertThatThrownBy(() -> JobRules.checkLifeCycle(lifeCycle, NOW))
        .hasMessageStartingWith("lifecycle is invalid!");
  }
}
