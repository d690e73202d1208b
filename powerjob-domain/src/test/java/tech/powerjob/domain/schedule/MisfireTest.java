package tech.powerjob.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.common.model.JobOptions.MisfirePolicy.FIRE_ALL;
import static tech.powerjob.common.model.JobOptions.MisfirePolicy.FIRE_ONCE;
import static tech.powerjob.common.model.JobOptions.MisfirePolicy.SKIP;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions.Misfire;
import tech.powerjob.common.model.JobOptions.MisfirePolicy;

class MisfireTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");
  private static final Schedule EVERY_SECOND =
      TestSchedules.parse(TimeExpressionType.CRON, "* * * * * ?", null, ZoneOffset.UTC);

  private static Instant at(int seconds) {
    return T0.plusSeconds(seconds);
  }

  private static FirePlan plan(int now, MisfirePolicy policy, Integer limit, Long window) {
    return FirePlan.of(
        EVERY_SECOND,
        at(1),
        at(now),
        at(now),
        MisfireRule.of(new Misfire(policy, limit, window)),
        SkipReason.PAUSED);
  }

  private static SkippedFirings skipped(int first, int last, Instant coveredBy) {
    return new SkippedFirings(
        at(first),
        at(last),
        OptionalLong.of(last - first + 1),
        SkipReason.PAUSED,
        Optional.ofNullable(coveredBy));
  }

  @Test
  void fireOnce_theFirstStandsForAll() {
    var plan = plan(20, FIRE_ONCE, null, null);
    assertThat(plan.fire()).containsExactly(at(1), at(19), at(20));
    assertThat(plan.skipped()).containsExactly(skipped(2, 18, at(1)));
  }

  @Test
  void fireOnceInAWindow_theFirstInItStandsForAll() {
    var plan = plan(20, FIRE_ONCE, null, 5_000L);
    assertThat(plan.fire()).containsExactly(at(15), at(19), at(20));
    assertThat(plan.skipped()).containsExactly(skipped(1, 14, at(15)), skipped(16, 18, at(15)));
  }

  @Test
  void fireAll_theNewestFireUpToTheLimit() {
    var plan = plan(20, FIRE_ALL, 3, null);
    assertThat(plan.fire()).containsExactly(at(17), at(18), at(19), at(20));
    assertThat(plan.skipped()).containsExactly(skipped(1, 16, null));
  }

  @Test
  void fireAllBelowTheLimit_nothingIsSkipped() {
    var plan = plan(4, FIRE_ALL, 100, null);
    assertThat(plan.fire()).containsExactly(at(1), at(2), at(3), at(4));
    assertThat(plan.skipped()).isEmpty();
  }

  @Test
  void skip_onlyPunctualOnesFire() {
    var plan = plan(20, SKIP, null, null);
    assertThat(plan.fire().get(0)).isEqualTo(at(10));
    assertThat(plan.skipped()).containsExactly(skipped(1, 9, null));
  }

  @Test
  void skipWithoutAnyGrace_nothingLateFires() {
    var plan = plan(20, SKIP, null, 0L);
    assertThat(plan.fire()).containsExactly(at(20));
    assertThat(plan.skipped()).containsExactly(skipped(1, 19, null));
  }

  @Test
  void fixedDelay_firesWhateverThePolicySaysAndWaitsForTheEnd() {
    var schedule =
        TestSchedules.parse(TimeExpressionType.FIXED_DELAY, "1000", null, ZoneOffset.UTC);
    var plan =
        FirePlan.of(
            schedule,
            at(1),
            at(500),
            at(503),
            MisfireRule.of(new Misfire(SKIP, null, null)),
            SkipReason.MISFIRED);
    assertThat(plan.fire()).containsExactly(at(1));
    assertThat(plan.next()).isEqualTo(new NextDue.AfterEnd());
  }

  @ParameterizedTest
  @EnumSource(MisfirePolicy.class)
  void aMonthWithoutServer_isPlannedWithExactRanges(MisfirePolicy policy) {
    var now = T0.plus(Duration.ofDays(31));
    var plan =
        FirePlan.of(
            EVERY_SECOND,
            at(1),
            now,
            now,
            MisfireRule.of(new Misfire(policy, 1_000, null)),
            SkipReason.MISFIRED);
    assertThat(plan.skipped()).isNotEmpty();
    assertAccounted(plan, at(1), now);
  }

  /** Every instant is fired or skipped, none both, whatever the policy. */
  @ParameterizedTest
  @EnumSource(MisfirePolicy.class)
  void randomAbsence_accountsForEveryInstantOnce(MisfirePolicy policy) {
    var random = new Random(11);
    for (int round = 0; round < 300; round++) {
      var now = T0.plusMillis(random.nextInt(600_000));
      var misfire =
          new Misfire(
              policy,
              1 + random.nextInt(50),
              random.nextBoolean() ? null : (long) random.nextInt(60_000));
      var horizon = now.plusMillis(random.nextInt(3_000));
      var plan =
          FirePlan.of(
              EVERY_SECOND, at(1), now, horizon, MisfireRule.of(misfire), SkipReason.MISFIRED);
      assertAccounted(plan, at(1), horizon);
    }
  }

  private static void assertAccounted(FirePlan plan, Instant due, Instant horizon) {
    record Range(Instant first, Instant last) {}
    var ranges = new ArrayList<Range>();
    plan.fire().forEach(each -> ranges.add(new Range(each, each)));
    plan.skipped().forEach(each -> ranges.add(new Range(each.first(), each.last())));
    ranges.sort((a, b) -> a.first().compareTo(b.first()));
    var expected = due;
    for (var range : ranges) {
      assertThat(range.first()).isEqualTo(expected);
      expected = range.last().plusSeconds(1);
    }
    assertThat(plan.next()).isEqualTo(new NextDue.At(expected));
    assertThat(expected).isAfter(horizon);
    assertThat(plan.fire()).isEqualTo(List.copyOf(plan.fire()).stream().sorted().toList());
  }
}
