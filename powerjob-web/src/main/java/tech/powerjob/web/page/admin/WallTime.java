package tech.powerjob.web.page.admin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** What a browser's field for date and time holds, in the zone of whoever types. */
final class WallTime {
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  private WallTime() {}

  /** The instant; {@code null} for a blank text or one that is no time. */
  static Instant parse(String text, ZoneId zone) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return LocalDateTime.parse(text.trim()).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  static String text(Instant instant, ZoneId zone) {
    return FORM.format(instant.atZone(zone));
  }
}
