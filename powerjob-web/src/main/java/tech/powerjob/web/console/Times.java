package tech.powerjob.web.console;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as the console's REST calls write them: in the server's zone, or {@code N/A}. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Times() {}

  static String text(Instant instant) {
    return instant == null ? "N/A" : FORMAT.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** Zero and negative values stand for "not yet" in the tables. */
  static String text(Long millis) {
    return millis == null || millis <= 0 ? "N/A" : text(Instant.ofEpochMilli(millis));
  }
}
