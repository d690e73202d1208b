package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserProfile;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.web.access.Registration;
import tech.powerjob.web.page.Texts;

/** The page on which strangers make themselves an account, where that is switched on. */
@Named
@RequestScoped
public class RegisterPage {
  private static final String LOGIN = "/login.xhtml?faces-redirect=true";

  @Inject Registration registration;
  @Inject Attempts attempts;
  @Inject Texts texts;
  @Inject FacesContext faces;
  @Inject Actor actor;

  private String username;
  private String nick;
  private String phone;
  private String email;
  private String webHook;
  private String password;
  private String passwordAgain;

  /** Nobody has to do with this page where registration is off. */
  public String skip() {
    return registration.isOpen() ? null : LOGIN;
  }

  /** Makes the account and leads to the login. */
  public String register() {
    if (username.chars().anyMatch(Character::isWhitespace)) {
      attempts.problem(texts.get("register.nameHasSpace"));
      return null;
    }
    if (password.length() < PwjbUser.MIN_PASSWORD_LENGTH) {
      attempts.problem(texts.get("password.short", String.valueOf(PwjbUser.MIN_PASSWORD_LENGTH)));
      return null;
    }
    if (!Objects.equals(password, passwordAgain)) {
      attempts.problem(texts.get("password.different"));
      return null;
    }
    // For the audit log, since nobody is logged in whom the front door could have named.
    actor.at(((HttpServletRequest) faces.getExternalContext().getRequest()).getRemoteAddr());
    var profile = new UserProfile(nick, phone, email, webHook, null);
    if (!attempts.succeeds(() -> registration.create(username, password, profile))) {
      return null;
    }
    attempts.done(texts.get("register.done", username));
    return LOGIN;
  }

  /** Whether strangers may make themselves an account. */
  public boolean isOpen() {
    return registration.isOpen();
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
