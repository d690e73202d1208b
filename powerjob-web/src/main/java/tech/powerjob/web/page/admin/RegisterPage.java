package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.web.access.Registration;
import tech.powerjob.web.page.NewPassword;
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

  private final ProfileForm profile = new ProfileForm();
  private final NewPassword password = new NewPassword();
  private String username;

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
    var objection = password.objection(texts);
    if (objection.isPresent()) {
      attempts.problem(objection.get());
      return null;
    }
    // For the audit log, since nobody is logged in whom the front door could have named.
    actor.at(((HttpServletRequest) faces.getExternalContext().getRequest()).getRemoteAddr());
    if (!attempts.succeeds(
        () -> registration.create(username, password.getValue(), profile.toProfile()))) {
      return null;
    }
    attempts.done(texts.get("register.done", username));
    return LOGIN;
  }

  /** Whether strangers may make themselves an account. */
  public boolean isOpen() {
    return registration.isOpen();
  }

  public ProfileForm getProfile() {
    return profile;
  }

  public NewPassword getPassword() {
    return password;
  }

  public String getUsername() {
    return username;
  }

  public void setUsername(String username) {
    this.username = username;
  }
}
