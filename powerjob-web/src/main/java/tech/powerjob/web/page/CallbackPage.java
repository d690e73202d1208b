package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.auth.LoginAttempt;
import tech.powerjob.server.auth.Logins;
import tech.powerjob.web.access.LoginAttempts;
import tech.powerjob.web.access.LoginGuard;

/** The page to which people come back who have logged in elsewhere. */
@Named
@RequestScoped
public class CallbackPage {
  private record Arrival(LoginAttempt attempt, UserIdentity user) {}

  @Inject Logins logins;
  @Inject LoginAttempts attempts;
  @Inject LoginGuard guard;
  @Inject ConsoleSession session;
  @Inject Texts texts;
  @Inject FacesContext faces;

  private String problem;

  /** Lets the person in and goes on, or stays to say why not. */
  public String arrive() {
    var external = faces.getExternalContext();
    var request = (HttpServletRequest) external.getRequest();
    var query = new HashMap<>(external.getRequestParameterMap());
    var cookie = (Cookie) external.getRequestCookieMap().get(LoginAttempts.COOKIE);
    var arrived = new Arrival[1];
    try {
      guard.elsewhere(
          request.getRemoteAddr(),
          () -> {
            var attempt =
                attempts.open(cookie == null ? null : cookie.getValue(), query.get("state"));
            arrived[0] = new Arrival(attempt, logins.finish(attempt, query));
            return arrived[0].user();
          });
    } catch (PowerJobException e) {
      problem = reason(e);
      return null;
    }
    // It has done its work, and works once only.
    external.addResponseCookie(
        LoginAttempts.COOKIE, "", Map.of("maxAge", 0, "path", request.getContextPath() + "/"));
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    session.begin(arrived[0].user(), zone(arrived[0].attempt().zone()));
    return "/home.xhtml?faces-redirect=true";
  }

  private String reason(PowerJobException e) {
    return ErrorCodes.USER_DISABLED.getCode().equals(e.getCode())
        ? texts.get("login.disabled")
        : texts.get("callback.refused");
  }

  private static ZoneId zone(String text) {
    try {
      return text == null ? ZoneId.systemDefault() : ZoneId.of(text);
    } catch (DateTimeException e) {
      return ZoneId.systemDefault();
    }
  }

  /** Why the person is not in. */
  public String getProblem() {
    return problem;
  }
}
