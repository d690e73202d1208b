package tech.powerjob.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.enums.TimeExpressionType;

/** CRON expressions where clocks are changed. */
class ZoneChangesTest {
  private static final int YEAR = 2026;

  private static List<Instant> ofYear(String expression, ZoneId zone) {
    var schedule = TestSchedules.parse(TimeExpressionType.CRON, expression, null, zone);
    var end = LocalDate.of(YEAR + 1, 1, 1).atStartOfDay(zone).toInstant();
    var found = new ArrayList<Instant>();
    var due = schedule.from(LocalDate.of(YEAR, 1, 1).atStartOfDay(zone).toInstant());
    while (due.isPresent() && due.get().isBefore(end)) {
      found.add(due.get());
      due = schedule.next(due.get());
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Africa/Cairo"})
  void everyLocalTimeOfAYear_firesOnceAlsoIfItDoesNotExist(String name) {
    var zone = ZoneId.of(name);
    // Each quarter of the hours in which clocks are changed anywhere.
    var fired = ofYear("0 0/15 0,1,2,3 * * ?", zone);
    assertThat(fired).isSorted().doesNotHaveDuplicates();
    var seen = new HashSet<>(fired);
    for (var day = LocalDate.of(YEAR, 1, 1); day.getYear() == YEAR; day = day.plusDays(1)) {
      for (var time = LocalTime.MIDNIGHT; time.getHour() < 4; time = time.plusMinutes(15)) {
        assertThat(fired)
            .as("%s %s in %s", day, time, zone)
            .contains(served(day.atTime(time), zone));
        seen.remove(served(day.atTime(time), zone));
      }
    }
    assertThat(seen).as("fired at times that nobody asked for").isEmpty();
  }

  private static Instant served(LocalDateTime local, ZoneId zone) {
    var change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "America/New_York", "UTC"})
  void everyHour_runsByElapsedTime(String zone) {
    var fired = ofYear("0 20 * * * ?", ZoneId.of(zone));
    assertThat(fired).hasSize(365 * 24);
    for (int i = 1; i < fired.size(); i++) {
      assertThat(Duration.between(fired.get(i - 1), fired.get(i))).isEqualTo(Duration.ofHours(1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-04-04T14:00:00Z, 2026-04-04T15:30:00Z, 30", // 02:00 goes back to 01:30
    "2026-10-03T14:00:00Z, 2026-10-03T16:00:00Z, 60", // 02:00 goes on to 02:30
  })
  void changeByHalfAnHour_everyMinuteKeepsItsPace(Instant from, Instant to, long minutes) {
    var schedule =
        TestSchedules.parse(
            TimeExpressionType.CRON, "0 * * * * ?", null, ZoneId.of("Australia/Lord_Howe"));
    long count = 0;
    for (var due = schedule.next(from).orElseThrow();
        !due.isAfter(to);
        due = schedule.next(due).orElseThrow()) {
      count++;
    }
    assertThat(count).isEqualTo(Duration.between(from, to).toMinutes()).isGreaterThan(minutes);
  }

  @ParameterizedTest
  @CsvSource({
    // The gap of Berlin is 02:00 to 03:00 on 29 March, the overlap 02:00 to 03:00 on 25 October.
    "0 30 2 * * ?,     2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z",
    "0 30 2 * * ?,     2026-03-29T01:00:00Z, 2026-03-30T00:30:00Z",
    "0 30 2 * * ?,     2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
    "0 30 2 * * ?,     2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    "0 30 2 * * ?,     2026-10-25T01:10:00Z, 2026-10-26T01:30:00Z",
    "0 0 3 * * ?,      2026-10-25T01:10:00Z, 2026-10-25T02:00:00Z",
    "0 0 2/2 * * ?,    2026-03-28T23:30:00Z, 2026-03-29T01:00:00Z",
    "0 30 * * * ?,     2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
    "0 30 0/1 * * ?,   2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z",
  })
  void berlin_firesNextAt(String expression, Instant after, Instant expected) {
    var schedule =
        TestSchedules.parse(TimeExpressionType.CRON, expression, null, ZoneId.of("Europe/Berlin"));
    assertThat(schedule.next(after)).contains(expected);
  }
}
