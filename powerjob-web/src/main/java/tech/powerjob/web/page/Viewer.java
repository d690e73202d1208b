package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Iterator;
import java.util.Locale;

/** How the viewer sees things: language, zone, and the forms of times. */
@Named
@RequestScoped
public class Viewer {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Inject ConsoleSession session;
  @Inject ExternalContext externalContext;

  /** The chosen language, or the best that the browser asks for; English or Simplified Chinese. */
  public Locale getLocale() {
    return session.locale().orElseGet(() -> preferred(externalContext.getRequestLocales()));
  }

  static Locale preferred(Iterator<Locale> wanted) {
    while (wanted.hasNext()) {
      var language = wanted.next().getLanguage();
      if (language.equals("zh")) {
        return Locale.SIMPLIFIED_CHINESE;
      }
      if (language.equals("en")) {
        return Locale.ENGLISH;
      }
    }
    return Locale.ENGLISH;
  }

  public boolean isChinese() {
    return getLocale().getLanguage().equals("zh");
  }

  /** A time in the viewer's zone; a dash for none. */
  public String time(Long millis) {
    return time(millis, session.zone());
  }

  /** A time in the server's zone, with the name of the zone. */
  public String serverTime(Long millis) {
    var zone = ZoneId.systemDefault();
    return time(millis, zone) + " " + name(zone);
  }

  /** Whether viewer and server write this time differently. */
  public boolean zonesDiffer(Long millis) {
    if (!present(millis)) {
      return false;
    }
    var instant = Instant.ofEpochMilli(millis);
    return !session.zone().getRules().getOffset(instant).equals(offsetHere(instant));
  }

  /** The viewer's zone. */
  public String getZoneName() {
    return name(session.zone());
  }

  /** The server's zone. */
  public String getServerZoneName() {
    return name(ZoneId.systemDefault());
  }

  /** How long something took, or nothing if it has not begun or not ended. */
  public String duration(Long from, Long to) {
    if (!present(from) || !present(to) || to < from) {
      return "";
    }
    var duration = Duration.ofMillis(to - from);
    if (duration.toMinutes() > 0) {
      return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    if (duration.toSeconds() >= 10) {
      return duration.toSeconds() + " s";
    }
    return duration.toMillis() >= 1000
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
        : duration.toMillis() + " ms";
  }

  private static Object offsetHere(Instant instant) {
    return ZoneId.systemDefault().getRules().getOffset(instant);
  }

  private static String time(Long millis, ZoneId zone) {
    return present(millis) ? TIME.format(Instant.ofEpochMilli(millis).atZone(zone)) : "–";
  }

  private static boolean present(Long millis) {
    return millis != null && millis > 0;
  }

  private static String name(ZoneId zone) {
    return zone.getId().contains("/")
        ? zone.getId()
        : zone.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }
}
