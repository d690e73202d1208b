package tech.powerjob.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.TimeExpressionType;

class FirePlanTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");
  private static final Schedule EVERY_SECOND =
      TestSchedules.parse(TimeExpressionType.CRON, "* * * * * ?", null, ZoneOffset.UTC);

  private static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }

  private static long counted(FirePlan plan) {
    return plan.skipped().stream().mapToLong(each -> each.count().orElseThrow()).sum();
  }

  @Test
  void onTime_firesEverythingUpToTheHorizon() {
    var plan = FirePlan.of(EVERY_SECOND, at(1), at(0), at(3));
    assertThat(plan.fire()).containsExactly(at(1), at(2), at(3));
    assertThat(plan.skipped()).isEmpty();
    assertThat(plan.next()).isEqualTo(new NextDue.At(at(4)));
  }

  @Test
  void late_firesOnceAtOnceAndSkipsTheRest() {
    var plan = FirePlan.of(EVERY_SECOND, at(1), at(10).plusMillis(500), at(11));
    assertThat(plan.fire()).containsExactly(at(1), at(10), at(11));
    assertThat(plan.skipped())
        .containsExactly(
            new SkippedFirings(
                at(2), at(9), OptionalLong.of(8), SkipReason.MISFIRED, Optional.of(at(1))));
    assertThat(plan.next()).isEqualTo(new NextDue.At(at(12)));
  }

  @Test
  void ended_hasNoNext() {
    var once =
        TestSchedules.parse(TimeExpressionType.CRON, "1 6 5 4 3 ? 2026", null, ZoneOffset.UTC);
    var plan = FirePlan.of(once, at(1), at(0), at(3));
    assertThat(plan.fire()).containsExactly(at(1));
    assertThat(plan.next()).isEqualTo(new NextDue.Never());
  }

  /** However late each look is, every instant ends up fired or skipped, and none twice. */
  @Test
  void randomLooks_accountForEveryInstantOnce() {
    var random = new Random(42);
    for (int round = 0; round < 200; round++) {
      var due = at(1);
      var now = T0;
      long accounted = 0;
      while (now.isBefore(at(300))) {
        now = now.plusMillis(random.nextInt(15_000));
        var horizon = now.plusMillis(random.nextInt(4_000));
        if (due.isAfter(horizon)) {
          continue;
        }
        var plan = FirePlan.of(EVERY_SECOND, due, now, horizon);
        assertThat(plan.fire()).startsWith(due);
        assertThat(plan.fire()).isSorted().doesNotHaveDuplicates();
        accounted += plan.fire().size() + counted(plan);
        due = plan.next().instant().orElseThrow();
        assertThat(accounted).isEqualTo(due.getEpochSecond() - at(1).getEpochSecond());
      }
      assertThat(accounted).isPositive();
    }
  }

  @Test
  void hardlyLate_nothingIsSkipped() {
    var rate = TestSchedules.parse(TimeExpressionType.FIXED_RATE, "50", null, ZoneOffset.UTC);
    var plan = FirePlan.of(rate, at(0), T0.plusMillis(249), at(1));
    assertThat(plan.fire()).hasSize(21).startsWith(at(0), T0.plusMillis(50));
    assertThat(plan.skipped()).isEmpty();
  }
}
