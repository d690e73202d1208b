package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/**
 * What the checker found.
 *
 * @param expected due instants and API runs that there had to be
 * @param lost those without a line in the ledger, or said to have succeeded without having run
 * @param doubled instances that ran to their end more often than was decided
 * @param stuck instances that are not finished
 * @param failed instances that did not succeed
 * @param skipped due instants that the ledger gives a reason for not having run
 * @param longestGap longest time in which no run of a schedule began
 */
public record Verdict(
    int expected,
    List<String> lost,
    List<String> doubled,
    List<String> stuck,
    List<String> failed,
    long skipped,
    Duration longestGap) {
  /** Fails unless every due instant and every call is accounted for, and ran once. */
  public void requireNothingLostOrDoubled() {
    assertThat(expected).as("what was expected").isGreaterThan(20);
    assertThat(lost).as("lost").isEmpty();
    assertThat(doubled).as("doubled").isEmpty();
    assertThat(stuck).as("stuck").isEmpty();
  }

  @Override
  public String toString() {
    return "expected=%d lost=%d doubled=%d stuck=%d failed=%d skipped=%d longest-gap=%.1fs"
        .formatted(
            expected,
            lost.size(),
            doubled.size(),
            stuck.size(),
            failed.size(),
            skipped,
            longestGap.toMillis() / 1000.0);
  }
}
