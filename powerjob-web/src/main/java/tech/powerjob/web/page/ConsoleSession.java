package tech.powerjob.web.page;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import tech.powerjob.server.account.UserAccounts;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.web.access.AccessTokens;

/**
 * Who uses the console in this browser, and how they want to see it. The user is looked up anew on
 * every request: a disabled user, a changed password or the end of all sessions ends this one.
 */
@SessionScoped
public class ConsoleSession implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject transient UserAccounts accounts;
  @Inject transient AccessTokens tokens;

  private Long userId;
  private String fingerprint;
  private ZoneId zone = ZoneId.systemDefault();
  private Locale locale;
  private Long appId;

  /** The user is in. */
  public void begin(UserIdentity user, ZoneId zone) {
    this.userId = user.id();
    this.fingerprint = tokens.fingerprint(user.credential());
    this.zone = zone;
  }

  /** The user, if somebody is logged in and may still be. */
  public Optional<UserIdentity> user() {
    if (userId == null) {
      return Optional.empty();
    }
    return accounts
        .find(userId)
        .filter(UserIdentity::enabled)
        .filter(user -> tokens.fingerprint(user.credential()).equals(fingerprint));
  }

  /** The zone of the viewer's browser. */
  public ZoneId zone() {
    return zone;
  }

  /** The chosen language; empty while the browser's preference holds. */
  public Optional<Locale> locale() {
    return Optional.ofNullable(locale);
  }

  public void choose(Locale locale) {
    this.locale = locale;
  }

  /** The application that the user looks at. */
  public Optional<Long> appId() {
    return Optional.ofNullable(appId);
  }

  public void chooseApp(Long appId) {
    this.appId = appId;
  }
}
