package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final LoginThrottle throttle = new LoginThrottle();

  @Test
  void fewFailures_costNothing() {
    fail("ADMIN", "10.0.0.1", 4, START);

    assertThat(throttle.waitBefore("ADMIN", "10.0.0.1", START)).isZero();
  }

  @Test
  void furtherFailures_doubleTheWait() {
    fail("ADMIN", "10.0.0.1", 5, START);
    assertThat(throttle.waitBefore("ADMIN", "10.0.0.1", START)).isEqualTo(Duration.ofSeconds(1));

    fail("ADMIN", "10.0.0.1", 3, START);
    assertThat(throttle.waitBefore("ADMIN", "10.0.0.1", START)).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void wait_endsAndIsNeverLongerThanItsBound() {
    fail("ADMIN", "10.0.0.1", 60, START);

    assertThat(throttle.waitBefore("ADMIN", "10.0.0.1", START)).isEqualTo(Duration.ofMinutes(5));
    assertThat(throttle.waitBefore("ADMIN", "10.0.0.1", START.plus(Duration.ofMinutes(5))))
        .isZero();
  }

  @Test
  void othersAtOtherAddresses_areNotHeldBack() {
    fail("ADMIN", "10.0.0.1", 20, START);

    assertThat(throttle.waitBefore("ADMIN", "10.0.0.2", START)).isZero();
    assertThat(throttle.waitBefore("OTHER", "10.0.0.1", START)).isZero();
  }

  @Test
  void manyNamesFromOneAddress_holdBackTheAddress() {
    for (int i = 0; i < 31; i++) {
      throttle.failed("user" + i, "10.0.0.1", START);
    }

    assertThat(throttle.waitBefore("fresh", "10.0.0.1", START)).isPositive();
    assertThat(throttle.waitBefore("fresh", "10.0.0.2", START)).isZero();
  }

  @Test
  void oneNameFromManyAddresses_holdsBackTheName() {
    for (int i = 0; i < 101; i++) {
      throttle.failed("ADMIN", "10.0.0." + i, START);
    }

    assertThat(throttle.waitBefore("ADMIN", "10.1.0.1", START)).isPositive();
  }

  @Test
  void success_forgivesTheNameAtThisAddress() {
    fail("ADMIN", "10.0.0.1", 6, START);
    throttle.succeeded("ADMIN", "10.0.0.1", START);

    assertThat(throttle.waitBefore("ADMIN", "10.0.0.1", START)).isZero();
  }

  @Test
  void whoHasBeenInFromThere_isNotLockedOutByOthers() {
    throttle.succeeded("anna", "10.0.0.1", START);
    for (int i = 0; i < 10_000; i++) {
      throttle.failed("user" + i % 500, "10.0.0.1", START);
    }
    for (int i = 0; i < 500; i++) {
      throttle.failed("anna", "10.1.0." + i, START);
    }

    assertThat(throttle.waitBefore("anna", "10.0.0.1", START)).isZero();
    assertThat(throttle.waitBefore("bert", "10.0.0.1", START)).isEqualTo(Duration.ofSeconds(15));
    assertThat(throttle.waitBefore("anna", "10.2.0.1", START)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void whoHasBeenIn_mayNotGuessEither() {
    throttle.succeeded("anna", "10.0.0.1", START);
    fail("anna", "10.0.0.1", 60, START);

    assertThat(throttle.waitBefore("anna", "10.0.0.1", START)).isEqualTo(Duration.ofMinutes(5));
    assertThat(throttle.waitBefore("bert", "10.0.0.1", START)).isZero();
  }

  @Test
  void longQuiet_isForgotten() {
    fail("ADMIN", "10.0.0.1", 6, START);
    var later = START.plus(LoginThrottle.MEMORY).plusSeconds(1);
    throttle.failed("ADMIN", "10.0.0.1", later);

    assertThat(throttle.waitBefore("ADMIN", "10.0.0.1", later)).isZero();
  }

  private void fail(String name, String address, int times, Instant now) {
    for (int i = 0; i < times; i++) {
      throttle.failed(name, address, now);
    }
  }
}
