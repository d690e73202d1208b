package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DownloadTicketsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static DownloadTickets at(Instant now, String secret) {
    return new DownloadTickets(() -> secret.getBytes(), Clock.fixed(now, ZoneOffset.UTC));
  }

  private final String ticket = at(NOW, "s").issue(3, 77);

  @Test
  void ticket_letsItsBearerReadItsOneLogForAMinute() {
    assertThat(at(NOW.plusSeconds(59), "s").redeem(ticket, 77)).isEqualTo(3);
    assertThatThrownBy(() -> at(NOW.plusSeconds(61), "s").redeem(ticket, 77))
        .hasMessageContaining("TOKEN_EXPIRED");
  }

  @Test
  void otherLogs_otherSecrets_andForgeries_areRefused() {
    assertThatThrownBy(() -> at(NOW, "s").redeem(ticket, 78)).hasMessageContaining("no ticket");
    assertThatThrownBy(() -> at(NOW, "t").redeem(ticket, 77)).hasMessageContaining("no ticket");
    assertThatThrownBy(() -> at(NOW, "s").redeem("4" + ticket.substring(1), 77))
        .hasMessageContaining("no ticket");
    for (var nonsense : new String[] {null, "", "-", "1-2", "a-b-c", "1-2-3", "1--3"}) {
      assertThatThrownBy(() -> at(NOW, "s").redeem(nonsense, 77)).hasMessageContaining("no ticket");
    }
  }
}
