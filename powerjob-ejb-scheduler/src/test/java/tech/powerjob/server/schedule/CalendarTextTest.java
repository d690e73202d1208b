package tech.powerjob.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTextTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 4);

  private static String iCalendar(String... lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        + "DTSTAMP:20260101T000000Z\r\n"
        + String.join("\r\n", lines)
        + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  @Test
  void datesAndRanges_areAllTheirDays() {
    assertThat(CalendarText.dates(List.of("2026-12-30/2027-01-01", " 2026-05-01 ")))
        .containsExactly(
            LocalDate.of(2026, 5, 1),
            LocalDate.of(2026, 12, 30),
            LocalDate.of(2026, 12, 31),
            LocalDate.of(2027, 1, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-13-01             | dates[0] is '2026-13-01' but must be a date",
        "tomorrow               | dates[0] is 'tomorrow' but must be a date",
        "2026-05-02/2026-05-01  | but must not end before it begins",
        "0001-01-01/2026-05-01  | days in one entry",
      })
  void badDate_isRefused(String entry, String message) {
    assertThatThrownBy(() -> CalendarText.dates(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void allDayEvent_endsTheDayBeforeItsEnd() {
    var text =
        iCalendar("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas");
    assertThat(CalendarText.iCalendar(text, TODAY))
        .containsExactly(
            LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 26));
  }

  @Test
  void yearlyEvent_isFollowedForYearsButNotForEver() {
    var text =
        iCalendar("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20280501");
    var days = CalendarText.iCalendar(text, TODAY);
    assertThat(days)
        .contains(LocalDate.of(2026, 5, 1), LocalDate.of(2035, 5, 1))
        .doesNotContain(LocalDate.of(2028, 5, 1))
        .allSatisfy(
            day -> {
              assertThat(day.getMonthValue()).isEqualTo(5);
              assertThat(day.getDayOfMonth()).isEqualTo(1);
            });
    assertThat(days).hasSizeBetween(9, 11);
  }

  @Test
  void timedEventsOnly_areNoCalendar() {
    var text = iCalendar("DTSTART:20261224T100000Z", "DTEND:20261224T110000Z");
    assertThatThrownBy(() -> CalendarText.iCalendar(text, TODAY))
        .hasMessageContaining("ical has no all-day event");
  }

  @Test
  void otherText_isRefused() {
    assertThatThrownBy(() -> CalendarText.iCalendar("hello", TODAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ical must be an iCalendar text");
  }
}
