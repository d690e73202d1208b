package tech.powerjob.domain.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.common.model.JobOptions.BackoffPolicy;
import tech.powerjob.common.model.JobOptions.Overlap;
import tech.powerjob.common.model.JobOptions.OverlapPolicy;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.common.model.JobOptions.RateLimit;

class OptionRulesTest {
  @Test
  void everythingWithinItsBounds_isAccepted() {
    var options =
        new JobOptions()
            .setOverlap(new Overlap(OverlapPolicy.QUEUE, 100_000))
            .setWorkerWait(0L)
            .setPriority(10)
            .setRateLimit(new RateLimit(1, 86_400_000))
            .setPools(List.of(new PoolUse("licences_eu-1", null), new PoolUse("b", 3)))
            .setInstanceBackoff(new Backoff(BackoffPolicy.EXPONENTIAL, 5, 1.5, 60_000L, 0.5))
            .setTaskBackoff(new Backoff(BackoffPolicy.FIXED, 0, null, null, null))
            .setNonRetryableResults(List.of("^invalid .*"))
            .setStartDeadline(1_000L)
            .setFinishDeadline(1_000L);
    assertThatCode(() -> OptionRules.check(options)).doesNotThrowAnyException();
    assertThatCode(() -> OptionRules.check(null)).doesNotThrowAnyException();
    assertThatCode(() -> OptionRules.check(new JobOptions())).doesNotThrowAnyException();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        of("options.overlap.policy", options().setOverlap(new Overlap(null, null))),
        of(
            "options.overlap.queueLimit is 0 but must be from 1 to 100000",
            options().setOverlap(new Overlap(OverlapPolicy.QUEUE, 0))),
        of("only QUEUE has a limit", options().setOverlap(new Overlap(OverlapPolicy.SKIP, 5))),
        of("options.workerWait is -1", options().setWorkerWait(-1L)),
        of("options.priority is 11 but must be from 1 to 10", options().setPriority(11)),
        of("options.rateLimit.runs is 0", options().setRateLimit(new RateLimit(0, 1))),
        of("options.rateLimit.period is 0", options().setRateLimit(new RateLimit(1, 0))),
        of("options.pools[0].name is 'a b'", options().setPools(List.of(new PoolUse("a b", 1)))),
        of("options.pools[0].permits is 0", options().setPools(List.of(new PoolUse("a", 0)))),
        of(
            "options.pools[1].name is 'a', which is in the list already",
            options().setPools(List.of(new PoolUse("a", 1), new PoolUse("a", 2)))),
        of("options.instanceBackoff.policy", options().setInstanceBackoff(backoff(null, 1, 2.0))),
        of(
            "options.instanceBackoff.delay is -1",
            options().setInstanceBackoff(backoff(BackoffPolicy.FIXED, -1, 2.0))),
        of(
            "options.taskBackoff.factor is NaN",
            options().setTaskBackoff(backoff(BackoffPolicy.EXPONENTIAL, 1, Double.NaN))),
        of(
            "options.nonRetryableResults[0] is '(' but must be a regular expression",
            options().setNonRetryableResults(List.of("("))),
        of(
            "the length of options.nonRetryableResults[0] is 201",
            options().setNonRetryableResults(List.of("x".repeat(201)))),
        of("options.startDeadline is 0", options().setStartDeadline(0L)),
        of(
            "options.finishDeadline is 1 but must not be before options.startDeadline",
            options().setStartDeadline(2L).setFinishDeadline(1L)));
  }

  private static JobOptions options() {
    return new JobOptions();
  }

  private static Backoff backoff(BackoffPolicy policy, long delay, Double factor) {
    return new Backoff(policy, delay, factor, null, null);
  }

  private static Arguments of(String objection, JobOptions options) {
    return Arguments.of(objection, options);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void fieldOutOfItsBounds_isRefusedByName(String objection, JobOptions options) {
    assertThatThrownBy(() -> OptionRules.check(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(objection);
  }
}
