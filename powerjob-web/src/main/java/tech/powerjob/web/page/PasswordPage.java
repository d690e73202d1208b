package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.web.access.PasswordChanges;

/** The page on which users change their password; some must, before they see any other. */
@Named
@RequestScoped
public class PasswordPage {
  private static final String PREFIX = PwjbUser.ACCOUNT_TYPE + "_";

  @Inject PasswordChanges passwords;
  @Inject ConsoleSession session;
  @Inject Console console;
  @Inject Texts texts;
  @Inject FacesContext faces;

  private final NewPassword chosen = new NewPassword();
  private String oldPassword;

  /** Changes it and goes on; the other sessions of the user end. */
  public String change() {
    if (!isOwn()) {
      return refuse(texts.get("password.elsewhere"));
    }
    var objection = chosen.objection(texts);
    if (objection.isPresent()) {
      return refuse(objection.get());
    }
    if (chosen.getValue().equals(oldPassword)) {
      return refuse(texts.get("password.same"));
    }
    var request = (HttpServletRequest) faces.getExternalContext().getRequest();
    var username = console.getUser().username().substring(PREFIX.length());
    try {
      var user =
          passwords.change(
              username, oldPassword, chosen.getValue(), chosen.getAgain(), request.getRemoteAddr());
      request.changeSessionId();
      session.begin(user, session.zone());
      return "/home.xhtml?faces-redirect=true";
    } catch (PowerJobException e) {
      if (ErrorCodes.USER_AUTH_FAILED.getCode().equals(e.getCode())) {
        return refuse(texts.get("login.throttled"));
      }
      boolean wrong = ErrorCodes.INCORRECT_PASSWORD.getCode().equals(e.getCode());
      return refuse(wrong ? texts.get("password.wrong") : e.getMessage());
    }
  }

  private String refuse(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
    return null;
  }

  /** Whether the password of this user is kept here. */
  public boolean isOwn() {
    return console.getUser().username().startsWith(PREFIX);
  }

  /** Whether the user has to change it before anything else. */
  public boolean isDemanded() {
    return console.getUser().mustChangePassword();
  }

  public NewPassword getChosen() {
    return chosen;
  }

  public String getOldPassword() {
    return oldPassword;
  }

  public void setOldPassword(String oldPassword) {
    this.oldPassword = oldPassword;
  }
}
