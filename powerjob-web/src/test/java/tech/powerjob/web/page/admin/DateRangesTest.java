package tech.powerjob.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DateRangesTest {
  @Test
  void daysInARow_becomeOneEntry() {
    assertThat(
            DateRanges.text(
                List.of("2026-12-31", "2027-01-01", "2026-12-24", "2026-02-28", "2026-03-01")))
        .isEqualTo("2026-02-28/2026-03-01\n2026-12-24\n2026-12-31/2027-01-01");
    assertThat(DateRanges.text(List.of())).isEmpty();
  }

  @Test
  void entries_standOnLinesOrBetweenCommas() {
    assertThat(DateRanges.entries(" 2026-01-01\r\n\n2026-02-01/2026-02-03, 2026-03-01 "))
        .containsExactly("2026-01-01", "2026-02-01/2026-02-03", "2026-03-01");
    assertThat(DateRanges.entries(null)).isEmpty();
  }
}
