package tech.powerjob.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class WallTimeTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  @Test
  void time_isThatOfTheZone() {
    assertThat(WallTime.parse("2026-03-04T05:06", TOKYO))
        .isEqualTo(Instant.parse("2026-03-03T20:06:00Z"));
  }

  @Test
  void blankOrWrongText_isNoTime() {
    assertThat(WallTime.parse(" ", TOKYO)).isNull();
    assertThat(WallTime.parse(null, TOKYO)).isNull();
    assertThat(WallTime.parse("tomorrow", TOKYO)).isNull();
  }
}
