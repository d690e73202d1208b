package tech.powerjob.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.domain.calendar.DayRule;
import tech.powerjob.domain.calendar.HolidayCalendar;

class SchedulesTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07.890Z"); // a Wednesday
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Schedule parse(TimeExpressionType type, String expression) {
    return TestSchedules.parse(type, expression, null, ZoneOffset.UTC);
  }

  private static DailySchedule daily(int seconds, String start, String end, Integer... days) {
    return new DailySchedule(
        new DailyWindow(
            Duration.ofSeconds(seconds),
            LocalTime.parse(start),
            LocalTime.parse(end),
            Set.of(days)),
        ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FIXED_RATE  | x    | invalid timeExpression!",
        "FIXED_RATE  | ''   | invalid timeExpression!",
        "FIXED_RATE  |      | invalid timeExpression!",
        "FIXED_DELAY | 1.5  | invalid timeExpression!",
        "FIXED_RATE  | 0    | the rate must be greater than 0 ms",
        "FIXED_DELAY | -1   | the delay must be greater than 0 ms",
        "FIXED_RATE  | 49   | timeExpression is 49 but the rate must be at least 50 ms",
      })
  void badInterval_isRefused(TimeExpressionType type, String expression, String message) {
    assertThatThrownBy(() -> parse(type, expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void intervalAboveTheMaximum_isRefusedInPowerJobsWords() {
    assertThatThrownBy(
            () -> Schedules.checkInterval(TimeExpressionType.FIXED_RATE, "120001", 120_000))
        .hasMessage("the rate must be less than 120000ms");
    assertThatThrownBy(
            () -> Schedules.checkInterval(TimeExpressionType.FIXED_DELAY, "120001", 120_000))
        .hasMessage("the delay must be less than 120000ms");
    assertThatCode(() -> Schedules.checkInterval(TimeExpressionType.FIXED_RATE, "120000", 120_000))
        .doesNotThrowAnyException();
  }

  @Test
  void fixedRate_beginsNowAndKeepsItsGrid() {
    var schedule = parse(TimeExpressionType.FIXED_RATE, "1000");
    assertThat(schedule.begin(T0)).contains(T0);
    assertThat(schedule.next(T0)).contains(T0.plusSeconds(1));
    assertThat(schedule.resume(T0, T0.plusMillis(400))).contains(T0.plusSeconds(1));
    assertThat(schedule.resume(T0, T0.plusSeconds(5))).contains(T0.plusSeconds(5));
  }

  @Test
  void fixedRate_goesOverACenturyAtOnce() {
    var schedule = parse(TimeExpressionType.FIXED_RATE, "50");
    var end = T0.plus(Duration.ofDays(36_500)).plusMillis(1);
    var passed = schedule.pass(T0, end);
    assertThat(passed.count()).isEqualTo(36_500L * 86_400 * 20 + 1);
    assertThat(passed.last()).isEqualTo(end.minusMillis(1));
    assertThat(passed.next()).contains(end.plusMillis(49));
  }

  @Test
  void lifeCycleAhead_beginsExactlyAtItsStart() {
    var lifeCycle = new LifeCycle();
    lifeCycle.setStart(T0.plusSeconds(100).toEpochMilli());
    lifeCycle.setEnd(T0.plusSeconds(102).toEpochMilli());
    for (var type : List.of(TimeExpressionType.FIXED_RATE, TimeExpressionType.FIXED_DELAY)) {
      var schedule = TestSchedules.parse(type, "1000", lifeCycle, ZoneOffset.UTC);
      assertThat(schedule.begin(T0)).contains(T0.plusSeconds(100));
      assertThat(schedule.next(T0.plusSeconds(101))).contains(T0.plusSeconds(102));
      assertThat(schedule.next(T0.plusSeconds(102))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-04T07:00:00Z, 2026-03-04T08:00:00Z", // before the window
    "2026-03-04T08:00:00Z, 2026-03-04T08:10:00Z",
    "2026-03-04T19:50:00Z, 2026-03-04T20:00:00Z", // the end belongs to it
    "2026-03-04T20:00:00Z, 2026-03-05T08:00:00Z",
    "2026-03-06T20:00:00Z, 2026-03-09T08:00:00Z", // over the weekend
    "2026-03-07T12:00:00Z, 2026-03-09T08:00:00Z",
  })
  void daily_staysInItsWindow(Instant after, Instant expected) {
    assertThat(daily(600, "08:00:00", "20:00:00", 1, 2, 3, 4, 5).next(after)).contains(expected);
  }

  @Test
  void dailyWithoutAPossibleDay_hasNone() {
    assertThat(
            new DailySchedule(
                    new DailyWindow(Duration.ofDays(1), LocalTime.NOON, LocalTime.NOON, Set.of(9)),
                    ZoneOffset.UTC)
                .next(T0))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "   | 08:00:00 | 09:00:00 | interval can't be null or empty in DailyTimeIntervalExpress",
        "10 |          | 09:00:00 | startTimeOfDay can't be null or empty in DailyTimeIntervalExpress",
        "10 | 08:00:00 |          | endTimeOfDay can't be null or empty in DailyTimeIntervalExpress",
        "10 | 08:00    | 09:00:00 | invalid TimeOfDay, make pattern like 15:30:10",
        "10 | 24:00:00 | 09:00:00 | Hour must be from 0 to 23",
        "10 | 08:60:00 | 09:00:00 | Minute must be from 0 to 59",
        "10 | 08:00:xx | 09:00:00 | Second must be from 0 to 59",
        "10 | 09:00:01 | 09:00:00 | endTime should after startTime!",
        "0  | 08:00:00 | 09:00:00 | interval is 0 SECONDS but must be from 1 second to 366 days",
      })
  void badDailyField_isRefused(Long interval, String start, String end, String message) {
    assertThatThrownBy(
            () -> DailyWindow.of(new DailyWindow.Fields(interval, start, end, null, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void dailyUnit_isSecondsUnlessSaid() {
    var fields = new DailyWindow.Fields(10L, "08:00:00", "09:00:00", null, null);
    assertThat(DailyWindow.of(fields).interval()).isEqualTo(Duration.ofSeconds(10));
    var minutes = new DailyWindow.Fields(10L, "08:00:00", "09:00:00", TimeUnit.MINUTES, null);
    assertThat(DailyWindow.of(minutes).interval()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void unknownZone_isRefused() {
    assertThatThrownBy(
            () ->
                TestSchedules.UTC.of(
                    new Schedules.Definition(
                        7,
                        TimeExpressionType.CRON,
                        "* * * * * ?",
                        null,
                        new JobOptions().setTimeZone("Mars/Olympus"))))
        .hasMessageContaining("options.timeZone is 'Mars/Olympus' but must be the IANA name");
  }

  private static Schedule withoutWeekOf(Schedule schedule, ZoneId zone) {
    var days = new ArrayList<LocalDate>();
    for (int day = 5; day <= 11; day++) {
      days.add(LocalDate.of(2026, 3, day));
    }
    return CalendarSchedule.of(
        schedule, new DayRule(List.of(), List.of(new HolidayCalendar("week", days))), zone);
  }

  @Test
  void excludedDays_areLeftOutByTheDateInTheZone() {
    var noon = TestSchedules.parse(TimeExpressionType.CRON, "0 30 23 * * ?", null, BERLIN);
    var schedule = withoutWeekOf(noon, BERLIN);
    assertThat(schedule.next(Instant.parse("2026-03-03T23:00:00Z")))
        .contains(Instant.parse("2026-03-04T22:30:00Z"));
    assertThat(schedule.next(Instant.parse("2026-03-04T22:30:00Z")))
        .contains(Instant.parse("2026-03-12T22:30:00Z"));
  }

  @Test
  void excludedDays_doNotMoveTheGridOfAFixedRate() {
    var schedule = withoutWeekOf(parse(TimeExpressionType.FIXED_RATE, "7000"), ZoneOffset.UTC);
    var last = Instant.parse("2026-03-04T23:59:59Z");
    var next = schedule.next(last).orElseThrow();
    assertThat(next).isAfterOrEqualTo(Instant.parse("2026-03-12T00:00:00Z"));
    assertThat(Duration.between(last, next).toMillis() % 7000).isZero();
  }

  @Test
  void includedDays_areTheOnlyOnes() {
    var calendar = new HolidayCalendar("paydays", List.of(LocalDate.of(2026, 5, 31)));
    var schedule =
        CalendarSchedule.of(
            parse(TimeExpressionType.CRON, "0 0 9 * * ?"),
            new DayRule(List.of(calendar), List.of()),
            ZoneOffset.UTC);
    assertThat(schedule.next(T0)).contains(Instant.parse("2026-05-31T09:00:00Z"));
    assertThat(schedule.next(Instant.parse("2026-05-31T09:00:00Z"))).isEmpty();
  }

  static List<Schedule> kinds() {
    return List.of(
        parse(TimeExpressionType.CRON, "0/7 * * * * ?"),
        parse(TimeExpressionType.CRON, "0 15 3,9 * * ?"),
        TestSchedules.parse(TimeExpressionType.CRON, "0 0/20 * * * ?", null, BERLIN),
        parse(TimeExpressionType.FIXED_RATE, "97531"),
        daily(613, "08:00:00", "20:00:00", 1, 3, 5),
        daily(200_000, "00:00:00", "23:59:59"),
        withoutWeekOf(parse(TimeExpressionType.CRON, "0/30 * * * * ?"), ZoneOffset.UTC),
        withoutWeekOf(parse(TimeExpressionType.FIXED_RATE, "97531"), ZoneOffset.UTC),
        withoutWeekOf(daily(613, "08:00:00", "20:00:00"), ZoneOffset.UTC));
  }

  /** Going over a gap gives what asking for each instant gives. */
  @ParameterizedTest
  @MethodSource("kinds")
  void pass_isAsGoodAsAskingForEach(Schedule schedule) {
    var random = new Random(7);
    for (int round = 0; round < 20; round++) {
      var due = schedule.from(T0.plusSeconds(random.nextInt(86_400 * 3))).orElseThrow();
      var end = due.plusMillis(1 + random.nextInt(86_400_000));
      long count = 0;
      var last = due;
      Optional<Instant> next = Optional.of(due);
      while (next.isPresent() && next.get().isBefore(end)) {
        count++;
        last = next.get();
        next = schedule.next(last);
      }
      var passed = schedule.pass(due, end);
      assertThat(passed.last()).isEqualTo(last);
      assertThat(passed.next()).isEqualTo(next);
      assertThat(passed.count()).isIn(count, Schedule.Passed.UNKNOWN);
      if (count <= Gaps.MOST_COUNTED) {
        assertThat(passed.count()).isEqualTo(count);
      }
    }
  }

  @Test
  void everySecondForAMonth_isPassedWithoutCountingAndTheRangeIsExact() {
    var schedule = parse(TimeExpressionType.CRON, "* * * * * ?");
    var due = Instant.parse("2026-03-01T00:00:00Z");
    var end = Instant.parse("2026-04-01T00:00:00.500Z");
    assertThat(schedule.pass(due, end))
        .isEqualTo(
            new Schedule.Passed(
                Schedule.Passed.UNKNOWN,
                Instant.parse("2026-04-01T00:00:00Z"),
                Optional.of(Instant.parse("2026-04-01T00:00:01Z"))));
  }
}
