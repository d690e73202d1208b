package tech.powerjob.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LifeCycle;

class CronScheduleTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.890Z"); // a Wednesday

  private static Schedule cron(String expression) {
    return TestSchedules.parse(TimeExpressionType.CRON, expression, null, ZoneOffset.UTC);
  }

  private static List<String> next(Schedule schedule, int count) {
    var found = new ArrayList<String>();
    for (var due = schedule.next(NOW); due.isPresent() && found.size() < count; ) {
      found.add(due.get().toString());
      due = schedule.next(due.get());
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * * ?             | 2026-03-04T05:06:08Z",
        "*/5 * * * * ?           | 2026-03-04T05:06:10Z",
        "5/20 * * * * ?          | 2026-03-04T05:06:25Z",
        "0 0 12 * * ?            | 2026-03-04T12:00:00Z",
        "0 0 0 ? * 1             | 2026-03-08T00:00:00Z", // 1 is Sunday
        "0 0 0 ? * 2             | 2026-03-09T00:00:00Z",
        "0 0 0 ? * MON           | 2026-03-09T00:00:00Z",
        "0 0 0 ? * 6#3           | 2026-03-20T00:00:00Z", // the third Friday
        "0 0 0 ? * 6L            | 2026-03-27T00:00:00Z", // the last Friday
        "0 0 0 13 * 6            | 2026-03-13T00:00:00Z", // a Friday the 13th
        "0 0 0 L * ?             | 2026-03-31T00:00:00Z",
        "0 0 0 L-3 * ?           | 2026-03-28T00:00:00Z",
        "0 0 0 15W * ?           | 2026-03-16T00:00:00Z", // the 15th is a Sunday
        "0 0 0 LW * ?            | 2026-03-31T00:00:00Z",
        "0 0 0 1 JAN ?           | 2027-01-01T00:00:00Z",
        "0 0 0 1 1 ? 2030        | 2030-01-01T00:00:00Z",
        "0 0 0 29 2 ?            | 2028-02-29T00:00:00Z",
      })
  void expression_firesNextAt(String expression, String expected) {
    assertThat(next(cron(expression.trim()), 1)).containsExactly(expected.trim());
  }

  @Test
  void bothDayFieldsRestricted_firesOnlyWhereBothMatch() {
    assertThat(next(cron("0 0 0 13 * 6"), 2))
        .containsExactly("2026-03-13T00:00:00Z", "2026-11-13T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 0 31 2 ?", "0 0 0 1 1 ? 2020"})
  void neverMatching_hasNoNext(String expression) {
    assertThat(cron(expression).next(NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*             | Cron expression contains 1 parts but we expect one of [6, 7]",
        "60 * * * * ?  | Value 60 not in range [0, 59]",
        "* * * * * 8   | Value 8 not in range [1, 7]",
        "x * * * * ?   | Invalid chars in expression",
      })
  void invalid_isRefusedWithReason(String expression, String reason) {
    assertThatThrownBy(() -> cron(expression.trim()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason.trim());
  }

  @ParameterizedTest
  @ValueSource(strings = {"@daily", "@hourly"})
  void nickname_isRefused(String nickname) {
    assertThatThrownBy(() -> cron(nickname)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void empty_isRefusedNamingTheField() {
    assertThatThrownBy(() -> cron(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeExpression");
  }

  @Test
  void zone_decidesWhichHourIsMeant() {
    var shanghai =
        TestSchedules.parse(
            TimeExpressionType.CRON, "0 0 12 * * ?", null, ZoneId.of("Asia/Shanghai"));
    assertThat(shanghai.next(Instant.parse("2026-03-04T00:00:00Z")))
        .contains(Instant.parse("2026-03-04T04:00:00Z"));
  }

  @Test
  void lifeCycle_boundsBothEnds() {
    var lifeCycle = new LifeCycle();
    lifeCycle.setStart(Instant.parse("2026-03-05T00:00:00Z").toEpochMilli());
    lifeCycle.setEnd(Instant.parse("2026-03-05T00:00:02Z").toEpochMilli());
    var bounded =
        TestSchedules.parse(TimeExpressionType.CRON, "* * * * * ?", lifeCycle, ZoneOffset.UTC);
    assertThat(next(bounded, 10))
        .containsExactly("2026-03-05T00:00:00Z", "2026-03-05T00:00:01Z", "2026-03-05T00:00:02Z");
  }

  @Test
  void api_isNeverDue() {
    assertThat(TestSchedules.parse(TimeExpressionType.API, null, null, ZoneOffset.UTC).next(NOW))
        .isEmpty();
  }
}
