package tech.powerjob.web.page.admin;

import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.util.List;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.web.access.AppTakeovers;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Texts;

/** What users say about themselves, what they may do, and where they are logged in. */
@Named
@ViewScoped
public class PersonalPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String HERE = "/admin/personal.xhtml?faces-redirect=true";

  @Inject UserAdministration administration;
  @Inject HeldRoles heldRoles;
  @Inject AppTakeovers takeovers;
  @Inject CurrentUser caller;
  @Inject Attempts attempts;
  @Inject Texts texts;
  @Inject FacesContext faces;

  private ProfileForm profile = new ProfileForm();
  private String appName;
  private String appPassword;
  private long id;
  private String username;
  private String accountType;
  private String originUsername;
  private List<HeldRoles.Held> roles = List.of();

  /** Reads the viewer's own record. */
  public void load() {
    var user = administration.get(caller.get().id());
    id = user.id();
    username = user.username();
    accountType = user.accountType();
    originUsername = user.originUsername();
    profile = ProfileForm.of(user);
    roles = heldRoles.of(id);
  }

  /** Stores what the viewer says about themselves. */
  public String save() {
    var said = profile.toProfile();
    if (!attempts.succeeds(() -> administration.describe(caller.get().id(), said, caller.get()))) {
      return null;
    }
    attempts.done(texts.get("personal.saved"));
    return HERE;
  }

  /** Ends all sessions and tokens of the viewer, this one too. */
  public String endSessions() {
    if (!attempts.succeeds(() -> administration.endSessions(caller.get().id(), caller.get()))) {
      return null;
    }
    request().getSession().invalidate();
    return "/login.xhtml?faces-redirect=true";
  }

  /** Makes the viewer an administrator of an application whose password they know. */
  public String becomeAdmin() {
    var wanted = appName;
    var secret = appPassword;
    appPassword = null;
    var appId = new long[1];
    boolean done =
        attempts.succeeds(
            () -> appId[0] = takeovers.becomeAdmin(wanted, secret, request().getRemoteAddr()));
    if (!done) {
      return null;
    }
    attempts.done(texts.get("personal.becameAdmin", wanted));
    return HERE + "&app=" + appId[0];
  }

  private HttpServletRequest request() {
    return (HttpServletRequest) faces.getExternalContext().getRequest();
  }

  /** Whether the password of the viewer is kept here. */
  public boolean isKeptHere() {
    return PwjbUser.ACCOUNT_TYPE.equals(accountType);
  }

  public long getId() {
    return id;
  }

  public String getUsername() {
    return username;
  }

  public String getAccountType() {
    return accountType;
  }

  public String getOriginUsername() {
    return originUsername;
  }

  /** What the viewer may do, and where. */
  public List<HeldRoles.Held> getRoles() {
    return roles;
  }

  public ProfileForm getProfile() {
    return profile;
  }

  public String getAppName() {
    return appName;
  }

  public void setAppName(String appName) {
    this.appName = appName;
  }

  public String getAppPassword() {
    return appPassword;
  }

  public void setAppPassword(String appPassword) {
    this.appPassword = appPassword;
  }
}
