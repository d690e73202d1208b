package tech.powerjob.web.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Refusals refusals = new Refusals();

  @Test
  void sameRefusal_isToldOnceInTenMinutes() {
    assertThat(refusals.isNews("a", 0)).isTrue();
    assertThat(refusals.isNews("a", 9 * MINUTE)).isFalse();
    assertThat(refusals.isNews("b", 9 * MINUTE)).isTrue();
    assertThat(refusals.isNews("a", 10 * MINUTE)).isTrue();
  }

  @Test
  void manyRefusals_areNotAllTold() {
    int told = 0;
    for (int i = 0; i < 1_000; i++) {
      told += refusals.isNews("who " + i, i) ? 1 : 0;
    }
    assertThat(told).isEqualTo(30);
    assertThat(refusals.isNews("later", MINUTE)).isTrue();
  }
}
