package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.audit.AuditEntry.Outcome;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.audit.AuditLog;

class LoginGuardTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final List<AuditEntry> lines = new ArrayList<>();
  private final LoginGuard guard =
      new LoginGuard(new AuditLog(() -> AuditActor.SERVER, lines::add, lines::add, CLOCK), CLOCK);

  @Test
  void rightPassword_isPassedThroughAndNoted() {
    var app = new AppIdentity(7, "demo", null, 1L, "hash", 0);

    assertThat(guard.app("demo", "10.0.0.1", () -> app)).isSameAs(app);

    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.action()).isEqualTo("login");
              assertThat(line.outcome()).isEqualTo(Outcome.DONE);
              assertThat(line.appId()).isEqualTo(7);
              assertThat(line.actor())
                  .isEqualTo(new AuditActor(AuditActor.Type.APP, 7L, "demo", "10.0.0.1"));
            });
  }

  @Test
  void afterSomeFailures_noPasswordIsLookedAtForAWhile() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> guard.user("PWJB", "ADMIN", "10.0.0.1", LoginGuardTest::wrong))
          .hasMessage("password is incorrect");
    }

    assertThatThrownBy(
            () ->
                guard.user(
                    "PWJB",
                    "ADMIN",
                    "10.0.0.1",
                    () -> {
                      throw new AssertionError("the password was looked at");
                    }))
        .hasMessage("UserAuthFailed:too many failed logins, try again in 2 s");
    assertThat(lines)
        .hasSize(6)
        .allMatch(line -> line.outcome() == Outcome.DENIED)
        .allMatch(line -> line.actor().name().equals("ADMIN"));
  }

  private static <T> T wrong() {
    throw new PowerJobException("password is incorrect");
  }
}
