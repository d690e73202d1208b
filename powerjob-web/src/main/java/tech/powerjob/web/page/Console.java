package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final int YEAR = 365 * 24 * 60 * 60;
  private static final String APP = "powerjob-app";

  private List<App> apps;
  private Optional<App> app;

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

  /**
   * The application that the page shows: the one that its address names, or the one that the user
   * looked at last, or the first; none if there is none. A page that is open keeps its own,
   * whatever is chosen in other windows.
   */
  public Optional<App> app() {
    if (app == null) {
      app = appOfPage();
      app.ifPresent(found -> remember(found.id()));
    }
    return app;
  }

  private Optional<App> appOfPage() {
    var kept = faces.isPostback() ? (Long) viewMap().get(APP) : null;
    var wanted = kept == null ? named().or(session::appId) : Optional.of(kept);
    return getApps().stream()
        .filter(each -> wanted.map(each.id()::equals).orElse(false))
        .findFirst()
        .or(() -> kept == null ? getApps().stream().findFirst() : Optional.empty());
  }

  private static Optional<Long> named() {
    return Address.number("app");
  }

  private void remember(long appId) {
    if (faces.getViewRoot() != null) {
      viewMap().put(APP, appId);
    }
    if (!faces.isPostback()) {
      session.chooseApp(appId);
    }
  }

  private Map<String, Object> viewMap() {
    return faces.getViewRoot() == null ? Map.of() : faces.getViewRoot().getViewMap();
  }

  /** Shows another application, because the page's object is one of its. */
  public void show(long appId) {
    app = getApps().stream().filter(each -> each.id() == appId).findFirst();
    app.ifPresent(found -> remember(found.id()));
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

  /** Whether the user may run and stop things of the application shown. */
  public boolean isOperator() {
    return may(Permission.OPS);
  }

  /** Whether the user may change definitions of the application shown. */
  public boolean isEditor() {
    return may(Permission.WRITE);
  }

  /** Whether the user may do this to the application shown. */
  public boolean may(Permission permission) {
    return app().filter(each -> allows(permission, each)).isPresent();
  }

  /** Whether the user may do everything everywhere. */
  public boolean isAdministrator() {
    return getUser().grants().allowsEverywhere(Permission.SU);
  }

  private boolean allows(Permission permission, App app) {
    return getUser().grants().allows(permission, app.id(), app.namespaceId());
  }

  public Long getAppId() {
    return app().map(App::id).orElse(null);
  }

  /** First page of the area that is shown: where choosing another application leads. */
  public String getAreaPage() {
    return Area.of(faces.getViewRoot().getViewId())
        .filter(area -> area != Area.OTHER)
        .map(Area::getPage)
        .orElse(Area.OVERVIEW.getPage());
  }

  /** Shows the same page anew in the other language, which this browser then keeps. */
  public void switchLanguage(boolean chinese) throws IOException {
    var locale = chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    session.choose(locale);
    var external = faces.getExternalContext();
    external.addResponseCookie(
        Viewer.LANGUAGE_COOKIE,
        locale.toLanguageTag(),
        Map.of("maxAge", YEAR, "path", external.getRequestContextPath() + "/", "httpOnly", true));
    external.redirect(
        external.getRequestContextPath()
            + faces.getViewRoot().getViewId()
            + PageQuery.of((HttpServletRequest) external.getRequest()));
    faces.responseComplete();
  }

  public String logout() throws ServletException {
    audit.changed("logout", "user", getUser().id(), null, null, null);
    ((HttpServletRequest) faces.getExternalContext().getRequest()).getSession().invalidate();
    return "/login.xhtml?faces-redirect=true";
  }
}
