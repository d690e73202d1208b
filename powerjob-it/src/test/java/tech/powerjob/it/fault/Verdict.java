package tech.powerjob.it.fault;

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
record Verdict(
    int expected,
    List<String> lost,
    List<String> doubled,
    List<String> stuck,
    List<String> failed,
    long skipped,
    Duration longestGap) {
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
