package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How the viewer sees things: language, zone, and the forms of times. */
@Named
@RequestScoped
public class Viewer {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** Language chosen in this browser. */
  static final String LANGUAGE_COOKIE = "POWERJOB_LANGUAGE";

  private static final String THEME_COOKIE = "POWERJOB_THEME";

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  @Inject ConsoleSession session;
  @Inject ExternalContext externalContext;

  /** The chosen language, or the best that the browser asks for; English or Simplified Chinese. */
  public Locale getLocale() {
    return session
        .locale()
        .or(() -> cookie(LANGUAGE_COOKIE).map(Locale::forLanguageTag).filter(Viewer::isSpoken))
        .orElseGet(() -> preferred(externalContext.getRequestLocales()));
  }

  private static boolean isSpoken(Locale locale) {
    return locale.equals(Locale.ENGLISH) || locale.equals(Locale.SIMPLIFIED_CHINESE);
  }

  /** What the viewer likes better than the system's colours: {@code light} or {@code dark}. */
  public String getTheme() {
    return cookie(THEME_COOKIE).filter(Set.of("light", "dark")::contains).orElse("system");
  }

  private Optional<String> cookie(String name) {
    return Optional.ofNullable((Cookie) externalContext.getRequestCookieMap().get(name))
        .map(Cookie::getValue);
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

  /** Hours and minutes of a time in the viewer's zone. */
  public String clock(Long millis) {
    return CLOCK.format(Instant.ofEpochMilli(millis).atZone(session.zone()));
  }

  /** A time in another zone, with its name; in the server's if none is named. */
  public String timeIn(Long millis, String zone) {
    return time(millis, zoneOf(zone)) + " " + name(zoneOf(zone));
  }

  /** Whether a clock in that zone shows something else at this time than the viewer's. */
  public boolean differs(Long millis, String zone) {
    if (!present(millis)) {
      return false;
    }
    var instant = Instant.ofEpochMilli(millis);
    return !session
        .zone()
        .getRules()
        .getOffset(instant)
        .equals(zoneOf(zone).getRules().getOffset(instant));
  }

  private static ZoneId zoneOf(String zone) {
    try {
      return zone == null || zone.isBlank() ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      return ZoneId.systemDefault();
    }
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
