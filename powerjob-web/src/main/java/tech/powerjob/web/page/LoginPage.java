package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.FacesException;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.auth.Logins;
import tech.powerjob.server.auth.ThirdPartyLoginService;
import tech.powerjob.web.access.LoginGuard;

/** The login page. */
@Named
@RequestScoped
public class LoginPage {
  private static final String FIRST_PAGE = "/home.xhtml?faces-redirect=true";

  @Inject Logins logins;
  @Inject LoginGuard guard;
  @Inject ConsoleSession session;
  @Inject Texts texts;
  @Inject FacesContext faces;

  private String username;
  private String password;
  private String zone;

  /** Nobody needs to log in twice. */
  public String skip() {
    return session.user().isPresent() ? FIRST_PAGE : null;
  }

  public String login() {
    var request = (HttpServletRequest) faces.getExternalContext().getRequest();
    try {
      var user =
          guard.user(
              PwjbUser.ACCOUNT_TYPE,
              username,
              request.getRemoteAddr(),
              () -> logins.withPassword(username, password));
      // A session id that somebody knew before must be worth nothing afterwards.
      request.changeSessionId();
      session.begin(user, viewersZone());
      return goOn(request);
    } catch (PowerJobException e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, reason(e), null));
      return null;
    }
  }

  private String goOn(HttpServletRequest request) {
    var external = faces.getExternalContext();
    var wanted = ReturnPath.take(request, (HttpServletResponse) external.getResponse());
    if (wanted.isEmpty()) {
      return FIRST_PAGE;
    }
    try {
      external.redirect(request.getContextPath() + wanted.get());
      faces.responseComplete();
      return null;
    } catch (IOException e) {
      throw new FacesException(e);
    }
  }

  /** The ways to log in elsewhere, by name and password apart. */
  public List<ThirdPartyLoginService> getOtherWays() {
    return logins.available().stream()
        .filter(each -> !each.type().equals(PwjbUser.ACCOUNT_TYPE))
        .toList();
  }

  /** Strangers are not told whether the name exists. */
  private String reason(PowerJobException e) {
    if (ErrorCodes.USER_DISABLED.getCode().equals(e.getCode())) {
      return texts.get("login.disabled");
    }
    if (ErrorCodes.USER_AUTH_FAILED.getCode().equals(e.getCode())) {
      return texts.get("login.throttled");
    }
    return texts.get("login.wrong");
  }

  private ZoneId viewersZone() {
    try {
      return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      return ZoneId.systemDefault();
    }
  }

  public String getUsername() {
    return username;
  }

  public void setUsername(String username) {
    this.username = username;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** Zone of the browser, filled in by script; the server's holds without one. */
  public String getZone() {
    return zone;
  }

  public void setZone(String zone) {
    this.zone = zone;
  }
}
