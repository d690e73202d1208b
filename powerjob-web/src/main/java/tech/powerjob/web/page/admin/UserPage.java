package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.account.UserProfile;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.Registration;
import tech.powerjob.web.page.Address;
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
  private String nick;
  private String phone;
  private String email;
  private String webHook;
  private String extra;
  private String password;
  private String passwordAgain;
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
    nick = user.nick();
    phone = user.phone();
    email = user.email();
    webHook = user.webHook();
    extra = user.extra();
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
              id = registration.create(username, password, profile()).id();
              administration.resetPassword(id, password, caller.get());
            });
    if (!done) {
      return null;
    }
    attempts.done(texts.get("user.created", username));
    return "/admin/user.xhtml?faces-redirect=true&id=" + id;
  }

  /** Stores what is said about the user. */
  public String save() {
    if (!attempts.succeeds(() -> administration.describe(id, profile(), caller.get()))) {
      return null;
    }
    attempts.done(texts.get("admin.saved", username));
    return LIST;
  }

  private UserProfile profile() {
    return new UserProfile(nick, phone, email, webHook, extra);
  }

  /** Gives the user another password, which they have to change at their next login. */
  public void resetPassword() {
    if (isPasswordFine()
        && attempts.succeeds(() -> administration.resetPassword(id, password, caller.get()))) {
      attempts.done(texts.get("user.passwordReset", username));
    }
    password = null;
    passwordAgain = null;
  }

  private boolean isPasswordFine() {
    if (password == null || password.length() < PwjbUser.MIN_PASSWORD_LENGTH) {
      attempts.problem(texts.get("password.short", String.valueOf(PwjbUser.MIN_PASSWORD_LENGTH)));
      return false;
    }
    if (!Objects.equals(password, passwordAgain)) {
      attempts.problem(texts.get("password.different"));
      return false;
    }
    return true;
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

  public String getNick() {
    return nick;
  }

  public void setNick(String nick) {
    this.nick = nick;
  }

  public String getPhone() {
    return phone;
  }

  public void setPhone(String phone) {
    this.phone = phone;
  }

  public String getEmail() {
    return email;
  }

  public void setEmail(String email) {
    this.email = email;
  }

  public String getWebHook() {
    return webHook;
  }

  public void setWebHook(String webHook) {
    this.webHook = webHook;
  }

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public String getPasswordAgain() {
    return passwordAgain;
  }

  public void setPasswordAgain(String passwordAgain) {
    this.passwordAgain = passwordAgain;
  }
}
