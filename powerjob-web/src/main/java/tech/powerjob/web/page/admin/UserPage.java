package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.Registration;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.NewPassword;
import tech.powerjob.web.page.Texts;

/** One user, as global administrators make and change them. */
@Named
@ViewScoped
public class UserPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LIST = "/admin/users.xhtml?faces-redirect=true";
  private static final String ELSEWHERE = "/home.xhtml?faces-redirect=true";

  @Inject UserAdministration administration;
  @Inject Registration registration;
  @Inject HeldRoles heldRoles;
  @Inject CurrentUser caller;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private Long id;
  private String username;
  private ProfileForm profile = new ProfileForm();
  private NewPassword password = new NewPassword();
  private String accountType;
  private boolean enabled;
  private Long created;
  private List<HeldRoles.Held> roles = List.of();

  /** Reads the user of the address, or prepares a new one. */
  public String load() {
    id = Address.number("id").orElse(null);
    if (!attempts.succeeds(() -> caller.everywhere(Permission.SU))) {
      return ELSEWHERE;
    }
    return id == null || attempts.succeeds(this::read) ? null : LIST;
  }

  private void read() {
    var user = administration.get(id);
    username = user.username();
    accountType = user.accountType();
    profile = ProfileForm.of(user);
    enabled = user.enabled();
    created = AppsPage.millis(user.createdAt());
    roles = heldRoles.of(id);
  }

  /** Makes a built-in account with a password that the user has to change. */
  public String create() {
    if (!isPasswordFine()) {
      return null;
    }
    boolean done =
        attempts.succeeds(
            () -> {
              caller.everywhere(Permission.SU);
              id = registration.create(username, password.getValue(), profile.toProfile()).id();
              administration.resetPassword(id, password.getValue(), caller.get());
            });
    if (!done) {
      return null;
    }
    attempts.done(texts.get("user.created", username));
    return "/admin/user.xhtml?faces-redirect=true&id=" + id;
  }

  /** Stores what is said about the user. */
  public String save() {
    if (!attempts.succeeds(() -> administration.describe(id, profile.toProfile(), caller.get()))) {
      return null;
    }
    attempts.done(texts.get("admin.saved", username));
    return LIST;
  }

  /** Gives the user another password, which they have to change at their next login. */
  public void resetPassword() {
    if (isPasswordFine()
        && attempts.succeeds(
            () -> administration.resetPassword(id, password.getValue(), caller.get()))) {
      attempts.done(texts.get("user.passwordReset", username));
    }
    password = new NewPassword();
  }

  private boolean isPasswordFine() {
    var objection = password.objection(texts);
    objection.ifPresent(attempts::problem);
    return objection.isEmpty();
  }

  public void endSessions() {
    if (attempts.succeeds(() -> administration.endSessions(id, caller.get()))) {
      attempts.done(texts.get("user.sessionsEnded", username));
    }
  }

  public void enable() {
    if (attempts.succeeds(() -> administration.enable(id, caller.get()))) {
      attempts.done(texts.get("user.enabled", username));
      read();
    }
  }

  public void disable() {
    if (attempts.succeeds(() -> administration.disable(id, caller.get()))) {
      attempts.done(texts.get("user.disabled", username));
      read();
    }
  }

  public boolean isFresh() {
    return id == null;
  }

  /** Whether the password is kept here, so that it can be reset. */
  public boolean isKeptHere() {
    return PwjbUser.ACCOUNT_TYPE.equals(accountType);
  }

  public boolean isEnabled() {
    return enabled;
  }

  public String getAccountType() {
    return accountType;
  }

  public Long getCreated() {
    return created;
  }

  /** What the user may do, and where. */
  public List<HeldRoles.Held> getRoles() {
    return roles;
  }

  public ProfileForm getProfile() {
    return profile;
  }

  public NewPassword getPassword() {
    return password;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public String getUsername() {
    return username;
  }

  public void setUsername(String username) {
    this.username = username;
  }
}
