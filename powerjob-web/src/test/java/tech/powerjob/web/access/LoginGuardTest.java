package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.exception.PowerJobException;

class LoginGuardTest {
  private final LoginGuard guard =
      new LoginGuard(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

  @Test
  void rightPassword_isPassedThrough() {
    assertThat(guard.<String>attempt("ADMIN", "10.0.0.1", () -> "in")).isEqualTo("in");
  }

  @Test
  void afterSomeFailures_noPasswordIsLookedAtForAWhile() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> guard.attempt("ADMIN", "10.0.0.1", LoginGuardTest::wrong))
          .hasMessage("password is incorrect");
    }

    assertThatThrownBy(
            () ->
                guard.attempt(
                    "ADMIN",
                    "10.0.0.1",
                    () -> {
                      throw new AssertionError("the password was looked at");
                    }))
        .hasMessage("UserAuthFailed:too many failed logins, try again in 2 s");
  }

  private static String wrong() {
    throw new PowerJobException("password is incorrect");
  }
}
