package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.web.access.CurrentUser;

/** The bar above every page: application, language, user. Says which application a page shows. */
@Named
@RequestScoped
public class Console {
  @Inject ConsoleSession session;
  @Inject AppAccounts accounts;
  @Inject FacesContext faces;
  @Inject AuditLog audit;

  private List<App> apps;

  /** The user; the front door lets nobody through without one. */
  public UserIdentity getUser() {
    return session.user().orElseThrow(() -> new PowerJobException(ErrorCodes.USER_NOT_LOGIN, null));
  }

  /** The applications that the user may see, by id. */
  public List<App> getApps() {
    if (apps == null) {
      apps = accounts.findAll(getUser().grants(), Permission.READ);
    }
    return apps;
  }

  /** The application that the pages show: the chosen one, or the first; none if there is none. */
  public Optional<App> app() {
    return getApps().stream()
        .filter(app -> session.appId().map(app.id()::equals).orElse(false))
        .findFirst()
        .or(() -> getApps().stream().findFirst());
  }

  /**
   * Id of the application that the pages show, after checking that the user may do this to it.
   *
   * @throws PowerJobException if they may not
   */
  public long appId(Permission permission) {
    return app()
        .filter(app -> allows(permission, app))
        .map(App::id)
        .orElseThrow(
            () -> {
              audit.denied("access", faces.getViewRoot().getViewId(), permission + " is missing");
              return CurrentUser.denied();
            });
  }

  public boolean isOperator() {
    return app().filter(app -> allows(Permission.OPS, app)).isPresent();
  }

  private boolean allows(Permission permission, App app) {
    return getUser().grants().allows(permission, app.id(), app.namespaceId());
  }

  public Long getAppId() {
    return app().map(App::id).orElse(null);
  }

  /** Takes only an application that the user may see. */
  public void setAppId(Long appId) {
    if (getApps().stream().anyMatch(app -> app.id().equals(appId))) {
      session.chooseApp(appId);
    }
  }

  /** Shows the same page anew, for another application or in another language. */
  public String reload() {
    return faces.getViewRoot().getViewId() + "?faces-redirect=true";
  }

  public String switchLanguage(boolean chinese) {
    session.choose(chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
    return reload();
  }

  public String logout() throws ServletException {
    audit.changed("logout", "user", getUser().id(), null, null, null);
    ((HttpServletRequest) faces.getExternalContext().getRequest()).getSession().invalidate();
    return "/login.xhtml?faces-redirect=true";
  }
}
