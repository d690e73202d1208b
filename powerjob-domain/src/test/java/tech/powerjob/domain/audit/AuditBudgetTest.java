package tech.powerjob.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditBudgetTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final AuditBudget budget = new AuditBudget();

  @Test
  void floodOfOneSource_isCutAndCounted() {
    assertThat(written("10.0.0.1", 10_000, NOW)).isEqualTo(AuditBudget.SOURCE_BURST);

    assertThat(budget.ask("10.0.0.2", NOW))
        .isEqualTo(OptionalLong.of(10_000 - AuditBudget.SOURCE_BURST));
    assertThat(budget.ask("10.0.0.2", NOW)).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void timeGivesNewLines_oneByOne() {
    written("10.0.0.1", 1_000, NOW);

    assertThat(written("10.0.0.1", 100, NOW.plus(AuditBudget.PER_SOURCE).minusMillis(1))).isZero();
    assertThat(written("10.0.0.1", 100, NOW.plus(AuditBudget.PER_SOURCE))).isEqualTo(1);
    assertThat(written("10.0.0.1", 100, NOW.plus(AuditBudget.PER_SOURCE.multipliedBy(1_000))))
        .isEqualTo(AuditBudget.SOURCE_BURST);
  }

  @Test
  void floodFromManySources_isCutToo() {
    long written =
        IntStream.range(0, 100_000).filter(i -> budget.ask("source" + i, NOW).isPresent()).count();

    assertThat(written).isEqualTo(AuditBudget.BURST);
  }

  @Test
  void clockSetBack_doesNoHarm() {
    written("10.0.0.1", 1_000, NOW);

    assertThat(written("10.0.0.1", 100, NOW.minusSeconds(3600))).isZero();
  }

  private long written(String source, int times, Instant now) {
    return IntStream.range(0, times).filter(i -> budget.ask(source, now).isPresent()).count();
  }
}
