package tech.powerjob.domain.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunMarkTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static JobInstance at(long epoch) {
    return JobInstance.waiting(1, aJob(1).build(), NOW).epoch(epoch).build();
  }

  private static Optional<RunMark> mark(long epoch, long startTime, long reportTime) {
    return Optional.of(new RunMark(epoch, startTime, reportTime, NOW));
  }

  @Test
  void firstReport_isOfThePresentDispatch() {
    assertThat(RunMark.isPresent(at(3), Optional.empty(), 0, 0)).isTrue();
  }

  @Test
  void reportOfTheSameRun_isOfThePresentDispatch() {
    assertThat(RunMark.isPresent(at(3), mark(3, 100, 110), 100, 105)).isTrue();
    assertThat(RunMark.isPresent(at(3), mark(3, 100, 110), 0, 120)).isTrue();
  }

  @Test
  void lateReportOfAFormerRun_isNot() {
    assertThat(RunMark.isPresent(at(4), mark(3, 100, 110), 100, 500)).isFalse();
    assertThat(RunMark.isPresent(at(4), mark(4, 300, 310), 100, 500)).isFalse();
    assertThat(RunMark.isPresent(at(4), mark(3, 100, 110), 101, 500)).isTrue();
  }

  @Test
  void workerWithoutStartTimes_isToldByReportTimes() {
    assertThat(RunMark.isPresent(at(4), mark(3, 0, 110), 0, 110)).isFalse();
    assertThat(RunMark.isPresent(at(4), mark(3, 0, 110), 0, 111)).isTrue();
    assertThat(RunMark.isPresent(at(4), mark(3, 0, 110), 0, 0)).isFalse();
  }

  @Test
  void nextMark_keepsWhatIsLarger() {
    assertThat(RunMark.after(mark(3, 100, 110), 3, 0, 105, NOW))
        .isEqualTo(new RunMark(3, 100, 110, NOW));
    assertThat(RunMark.after(mark(3, 100, 110), 4, 90, 120, NOW))
        .isEqualTo(new RunMark(4, 90, 120, NOW));
    assertThat(RunMark.after(Optional.empty(), 1, 7, 8, NOW)).isEqualTo(new RunMark(1, 7, 8, NOW));
  }
}
