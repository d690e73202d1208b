package tech.powerjob.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.wire.security.BrokerAccess;

class BrokerSecurityTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final AtomicInteger questions = new AtomicInteger();
  private final BrokerSecurity security = new BrokerSecurity(nanos::get, new TemporaryQueues());
  private Optional<Long> answer = Optional.of(7L);
  private boolean databaseAway;
  private final BrokerAccess.Authenticator accounts =
      (name, password) -> {
        questions.incrementAndGet();
        if (databaseAway) {
          throw new IllegalStateException("no database");
        }
        return password.equals("right") ? answer : Optional.empty();
      };

  @BeforeEach
  void install() {
    BrokerAccess.install(accounts);
  }

  @AfterEach
  void remove() {
    BrokerAccess.remove(accounts);
  }

  @Test
  void rightPassword_isAskedOnceUntilForgotten() {
    login("right");
    login("right");
    assertThat(questions).hasValue(1);

    advance(BrokerSecurity.REMEMBERED);
    login("right");
    assertThat(questions).hasValue(2);
  }

  @Test
  void passwordChanged_isNoticedWhenForgotten() {
    login("right");
    answer = Optional.empty();
    advance(BrokerSecurity.REMEMBERED);

    refused("right");
  }

  @Test
  void wrongPassword_isAskedEachTime() {
    refused("wrong");
    refused("wrong");

    assertThat(questions).hasValue(2);
  }

  @Test
  void databaseAway_keepsWhoIsInAndRefusesOthers() {
    login("right");
    databaseAway = true;
    advance(BrokerSecurity.REMEMBERED);

    login("right");
    refused("wrong");
    advance(BrokerSecurity.TRUSTED);
    refused("right");
  }

  @Test
  void nobodyInstalled_refuses() {
    BrokerAccess.remove(accounts);

    refused("right");
  }

  @Test
  void refusedLogin_isToldOncePerNameAndMinute() {
    var failures = new FailedLogins();

    assertThat(failures.refused("a", "here", 0)).isTrue();
    assertThat(failures.refused("a", "here", 1)).isFalse();
    assertThat(failures.refused("b", "here", 1)).isTrue();
    assertThat(failures.refused("a", "here", FailedLogins.QUIET.toNanos())).isTrue();
  }

  private void login(String password) {
    var subject = security.authenticate("app", password, null, null);
    assertThat(subject.getPrincipals(Permissions.class))
        .containsExactly(new Permissions.Application("app", 7));
  }

  private void refused(String password) {
    assertThatThrownBy(() -> security.authenticate("app", password, null, null))
        .isInstanceOf(ActiveMQSecurityException.class)
        .hasMessage("application name or password is wrong");
  }

  private void advance(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
