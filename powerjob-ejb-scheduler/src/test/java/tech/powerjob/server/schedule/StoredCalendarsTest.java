package tech.powerjob.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.calendar.HolidayCalendar;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.Transactions;

class StoredCalendarsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final LocalDate DAY = LocalDate.of(2026, 5, 1);

  private static final AuditEntry LINE =
      AuditLog.ofNothing().change("calendar", "calendar", "c", null, null, null);

  private final StoredCalendars calendars = new StoredCalendars(new Transactions(H2.migrated(), 1));

  private void save(long appId, LocalDate... days) {
    calendars.save(appId, new HolidayCalendar("c", List.of(days)), "somebody", NOW, LINE);
  }

  @Test
  void ownCalendar_comesBeforeTheGlobalOne() {
    save(StoredCalendars.EVERYBODY, DAY);
    assertThat(calendars.find(7, "c").orElseThrow().contains(DAY)).isTrue();
    save(7, DAY.plusDays(1));
    assertThat(calendars.find(7, "c").orElseThrow().contains(DAY)).isFalse();
    assertThat(calendars.find(8, "c").orElseThrow().contains(DAY)).isTrue();
    assertThat(calendars.all(7)).hasSize(2);
    calendars.delete(7, "c", LINE);
    assertThat(calendars.find(7, "c").orElseThrow().contains(DAY)).isTrue();
  }

  @Test
  void replacedCalendar_countsAtOnce() {
    save(7, DAY);
    assertThat(calendars.find(7, "c").orElseThrow().days()).containsExactly(DAY);
    save(7);
    assertThat(calendars.find(7, "c").orElseThrow().days()).isEmpty();
  }

  @Test
  void foreignCalendar_isNotFound() {
    save(7, DAY);
    assertThat(calendars.find(8, "c")).isEmpty();
  }
}
