package tech.powerjob.worker.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.worker.internal.ManualTicker;

class FinalReportsTest {
  private final ManualTicker ticker = new ManualTicker();
  private final FinalReports finals = new FinalReports(new FinalReports.Limits(1000, 400), ticker);

  private static InstanceReport report(long instanceId, long epoch, String result) {
    return new InstanceReport(
        instanceId, epoch, InstanceStatus.SUCCEED, result, 1, 2L, false, null, null);
  }

  @Test
  void unaccepted_isDueAfterTwoSeconds_thenMoreRarely() {
    var report = report(1, 1, "x");
    finals.add(report);

    assertThat(finals.takeDue(9)).isEmpty();
    ticker.advance(Duration.ofSeconds(2));
    assertThat(finals.takeDue(9)).containsExactly(report);
    ticker.advance(Duration.ofMillis(3999));
    assertThat(finals.takeDue(9)).isEmpty();
    ticker.advance(Duration.ofMillis(1));
    assertThat(finals.takeDue(9)).containsExactly(report);
    ticker.advance(Duration.ofSeconds(8));
    assertThat(finals.takeDue(9)).containsExactly(report);
    for (int i = 0; i < 5; i++) {
      ticker.advance(FinalReports.LONGEST_REPEAT);
      assertThat(finals.takeDue(9)).containsExactly(report);
    }
  }

  @Test
  void accepted_isNotRepeated_butStillKnown() {
    var report = report(1, 1, "x");
    finals.add(report);

    finals.accept(new InstanceEpoch(1, 1));
    ticker.advance(Duration.ofMinutes(1));

    assertThat(finals.takeDue(9)).isEmpty();
    assertThat(finals.unaccepted()).isZero();
    assertThat(finals.find(1)).contains(report);
  }

  @Test
  void acceptanceOfAnotherEpoch_changesNothing() {
    finals.add(report(1, 2, "x"));

    finals.accept(new InstanceEpoch(1, 1));
    finals.accept(new InstanceEpoch(2, 2));

    assertThat(finals.unaccepted()).isEqualTo(1);
  }

  @Test
  void newLine_makesAllDueAtOnce() {
    finals.add(report(1, 1, "x"));
    finals.add(report(2, 1, "y"));

    finals.repeatAll();

    assertThat(finals.takeDue(1)).hasSize(1);
    assertThat(finals.takeDue(9)).extracting(InstanceReport::instanceId).containsExactly(2L);
  }

  @Test
  void newEpoch_replacesTheOldOne() {
    finals.add(report(1, 1, "old"));
    finals.add(report(1, 2, "new"));

    assertThat(finals.unaccepted()).isEqualTo(1);
    assertThat(finals.find(1)).get().extracting(InstanceReport::result).isEqualTo("new");
    finals.forget(1);
    assertThat(finals.find(1)).isEmpty();
  }

  @Test
  void beyondTheBound_theOldestUnacceptedIsGivenUp() {
    var long400 = "x".repeat(400);
    finals.add(report(1, 1, long400));
    finals.add(report(2, 1, null));

    finals.add(report(3, 1, long400));

    assertThat(finals.find(1)).isEmpty();
    assertThat(finals.find(2)).isPresent();
    assertThat(finals.find(3)).isPresent();
  }

  @Test
  void oneReportLargerThanTheBound_isKept() {
    finals.add(report(1, 1, "x".repeat(5000)));

    assertThat(finals.find(1)).isPresent();
  }

  @Test
  void manyAccepted_onlyTheLatestAreRemembered() {
    for (int i = 1; i <= 10; i++) {
      finals.add(report(i, 1, "x"));
      finals.accept(new InstanceEpoch(i, 1));
    }

    assertThat(finals.find(10)).isPresent();
    assertThat(finals.find(8)).isPresent();
    assertThat(finals.find(7)).isEmpty();
  }
}
