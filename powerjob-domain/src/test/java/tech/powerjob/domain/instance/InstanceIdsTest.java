package tech.powerjob.domain.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class InstanceIdsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T19:20:34.838Z");

  @Test
  void manyInOneMillisecond_areUniqueAndAscending() {
    var ids = new InstanceIds(5);
    long last = 0;
    for (int i = 0; i < 10_000; i++) {
      long id = ids.next(NOW);
      assertThat(id).isGreaterThan(last);
      last = id;
    }
  }

  @Test
  void clockSetBack_neverRepeats() {
    var ids = new InstanceIds(5);
    var seen = new HashSet<Long>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(ids.next(NOW.minusSeconds(i)))).isTrue();
    }
  }

  @Test
  void twoServers_neverMakeTheSame() {
    assertThat(new InstanceIds(1).next(NOW)).isNotEqualTo(new InstanceIds(2).next(NOW));
  }

  @Test
  void layout_isPowerJobs() {
    long id = new InstanceIds(3).next(NOW);
    assertThat(id >>> 22).isEqualTo(NOW.toEpochMilli() - 1_555_776_000_000L);
    assertThat((id >>> 6) & 0x3FFF).isEqualTo(3);
  }

  @Test
  void serverIdOutOfRange_isRefused() {
    assertThatThrownBy(() -> new InstanceIds(InstanceIds.MAX_SERVER_ID))
        .hasMessageContaining("serverId");
  }
}
