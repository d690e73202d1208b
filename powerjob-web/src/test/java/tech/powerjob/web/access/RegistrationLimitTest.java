package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.testkit.SettableClock;
import tech.powerjob.server.audit.AuditLog;

class RegistrationLimitTest {
  private final SettableClock clock = new SettableClock();
  private final List<AuditEntry> lines = new ArrayList<>();

  private final RegistrationLimit limit =
      new RegistrationLimit(
          new AuditLog(() -> AuditActor.SERVER, lines::add, lines::add, clock), clock);

  private void passFive(String address) {
    for (int i = 0; i < 5; i++) {
      limit.pass(address);
    }
  }

  @Test
  void fewAccountsFromOneSource_areFree_furtherOnesMustWait() {
    passFive("10.0.0.1");

    assertThatThrownBy(() -> limit.pass("10.0.0.1"))
        .isInstanceOf(PowerJobException.class)
        .hasMessageEndingWith("too many registrations, try again in 2 s");
    assertThat(lines)
        .singleElement()
        .satisfies(line -> assertThat(line.actor().address()).isEqualTo("10.0.0.1"));
    clock.advance(Duration.ofSeconds(2));
    limit.pass("10.0.0.1");
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> limit.pass("10.0.0.1")).hasMessageContaining("too many");
  }

  @Test
  void othersAreNotHeldUp_andAfterAWhileItIsForgotten() {
    passFive("10.0.0.1");

    assertThatCode(() -> passFive("10.0.0.2")).doesNotThrowAnyException();
    clock.advance(Duration.ofMinutes(16));
    assertThatCode(() -> passFive("10.0.0.1")).doesNotThrowAnyException();
  }
}
