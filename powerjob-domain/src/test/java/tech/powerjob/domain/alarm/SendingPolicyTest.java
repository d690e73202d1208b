package tech.powerjob.domain.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendingPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:00Z");

  @Test
  void pauses_growAndEnd() {
    assertThat(SendingPolicy.next(1, NOW)).contains(NOW.plusSeconds(30));
    assertThat(SendingPolicy.next(2, NOW)).contains(NOW.plusSeconds(60));
    assertThat(SendingPolicy.next(9, NOW)).contains(NOW.plus(Duration.ofHours(1)));
    assertThat(SendingPolicy.next(10, NOW)).isEmpty();
  }

  @Test
  void allTries_takeSomeHours() {
    var last = NOW;
    for (int tries = 1; tries < SendingPolicy.TRIES; tries++) {
      last = SendingPolicy.next(tries, last).orElseThrow();
    }

    assertThat(Duration.between(NOW, last)).isBetween(Duration.ofHours(2), Duration.ofHours(6));
  }
}
