package tech.powerjob.domain.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.common.model.JobOptions.BackoffPolicy;

class RetryPolicyTest {
  @Test
  void pattern_matchesAnyPartOfTheResult() {
    assertThat(RetryPolicy.contains("java.lang.IllegalStateException: no", "IllegalState"))
        .isTrue();
    assertThat(RetryPolicy.contains("timeout", "^time$")).isFalse();
  }

  @Test
  @Timeout(10)
  void patternThatWouldNeverEnd_isNoMatch() {
    assertThat(RetryPolicy.contains("a".repeat(2_000) + "!", "(a+)+$")).isFalse();
    assertThat(RetryPolicy.contains("a".repeat(2_000), "(a|b|ab)*c")).isFalse();
  }

  @Test
  void jitter_isTheSameForTheSameAttemptAndSpreadOverInstances() {
    var backoff = new Backoff(BackoffPolicy.FIXED, 10_000, null, null, 0.5);
    assertThat(backoff.pause(2, 77)).isEqualTo(backoff.pause(2, 77));
    var pauses = LongStream.range(0, 200).map(id -> backoff.pause(1, id)).summaryStatistics();
    assertThat(pauses.getMin()).isBetween(5_000L, 5_500L);
    assertThat(pauses.getMax()).isBetween(9_500L, 10_000L);
    assertThat(pauses.getAverage()).isBetween(7_000.0, 8_000.0);
  }

  @Test
  void exponential_endsAtTheLongestPauseHoweverManyAttempts() {
    var backoff = new Backoff(BackoffPolicy.EXPONENTIAL, 100, null, null, null);
    assertThat(backoff.pause(1, 1)).isEqualTo(100);
    assertThat(backoff.pause(4, 1)).isEqualTo(800);
    assertThat(backoff.pause(5_000, 1)).isEqualTo(Duration.ofDays(1).toMillis());
    assertThat(new Backoff(BackoffPolicy.EXPONENTIAL, 0, null, null, null).pause(5_000, 1))
        .isZero();
  }
}
