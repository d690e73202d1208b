package tech.powerjob.server.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SharedClockTest {
  private final SharedClock clock =
      new SharedClock(Clock.fixed(Instant.ofEpochMilli(100_000), ZoneOffset.UTC));

  @Test
  void smallDifference_changesNothing() {
    clock.observe(100_000, 100_150, 100_000);
    assertThat(clock.millis()).isEqualTo(100_000);
  }

  @Test
  void slowAnswer_isNoProofOfADifference() {
    clock.observe(96_000, 100_000, 100_000);
    assertThat(clock.millis()).isEqualTo(100_000);
  }

  @Test
  void clearDifference_isCorrected_andStaysWhileItIsAboutTheSame() {
    clock.observe(100_000, 130_000, 100_000);
    assertThat(clock.millis()).isEqualTo(130_000);
    clock.observe(100_000, 130_100, 100_010);
    assertThat(clock.millis()).isEqualTo(130_000);
  }

  @Test
  void clockSetRight_isFollowed() {
    clock.observe(100_000, 130_000, 100_000);
    clock.observe(100_000, 100_020, 100_000);
    assertThat(clock.millis()).isEqualTo(100_020);
  }
}
