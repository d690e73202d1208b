package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.exception.PowerJobException;

class LoginAttemptsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] SECRET =
      "a secret of thirty-two bytes ...".getBytes(StandardCharsets.UTF_8);

  private final LoginAttempts attempts = at(SECRET, NOW);

  private static LoginAttempts at(byte[] secret, Instant now) {
    return new LoginAttempts(() -> secret, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void attempt_isOpenedByAnyServerOfTheDatabase() {
    var attempt = attempts.begin("OIDC", "Europe/Paris");

    var opened = at(SECRET, NOW.plusSeconds(60)).open(attempts.seal(attempt), attempt.state());

    assertThat(opened).isEqualTo(attempt);
    assertThat(attempt.state()).startsWith("OIDC-").hasSizeGreaterThan(40);
    assertThat(attempt.verifier()).hasSize(43);
  }

  @Test
  void cookie_saysNothingToWhoReadsIt() {
    var attempt = attempts.begin("OIDC", null);

    assertThat(attempts.seal(attempt)).doesNotContain(attempt.verifier(), attempt.nonce());
    assertThat(attempts.begin("OIDC", null).state()).isNotEqualTo(attempt.state());
  }

  @Test
  void otherState_orNoCookie_isRefused() {
    var attempt = attempts.begin("OIDC", null);
    var sealed = attempts.seal(attempt);

    assertRefused(sealed, attempts.begin("OIDC", null).state(), "not begun in this browser");
    assertRefused(sealed, "OIDC", "not begun in this browser");
    assertRefused(sealed, null, "not begun in this browser");
    assertRefused(null, attempt.state(), "not begun in this browser");
  }

  @Test
  void forgedOrAlteredCookie_isRefused() {
    var attempt = attempts.begin("OIDC", null);
    var foreign =
        at("another secret of 32 bytes .....".getBytes(StandardCharsets.UTF_8), NOW).seal(attempt);
    var sealed = attempts.seal(attempt);
    var altered = sealed.substring(0, sealed.length() - 4) + "AAAA";

    for (var cookie : new String[] {foreign, altered, "", "nonsense", "a.b.c.d.e"}) {
      assertRefused(cookie, attempt.state(), "not begun here");
    }
  }

  @Test
  void attemptThatTookTooLong_isRefused() {
    var attempt = attempts.begin("OIDC", null);
    var sealed = attempts.seal(attempt);

    assertThat(
            at(SECRET, NOW.plus(LoginAttempts.LIFE).minusSeconds(1)).open(sealed, attempt.state()))
        .isNotNull();
    assertThatThrownBy(() -> at(SECRET, NOW.plus(LoginAttempts.LIFE)).open(sealed, attempt.state()))
        .hasMessageContaining("took too long");
  }

  private void assertRefused(String cookie, String state, String reason) {
    assertThatThrownBy(() -> attempts.open(cookie, state))
        .isInstanceOf(PowerJobException.class)
        .hasMessageContaining(reason);
  }
}
