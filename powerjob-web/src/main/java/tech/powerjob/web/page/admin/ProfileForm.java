package tech.powerjob.web.page.admin;

import java.io.Serializable;
import tech.powerjob.domain.account.User;
import tech.powerjob.server.account.UserProfile;

/** What is said about a user, while somebody changes it on a page. */
public class ProfileForm implements Serializable {
  private static final long serialVersionUID = 1L;

  private String nick;
  private String phone;
  private String email;
  private String webHook;
  private String extra;

  /** What is said now. */
  static ProfileForm of(User user) {
    var form = new ProfileForm();
    form.nick = user.nick();
    form.phone = user.phone();
    form.email = user.email();
    form.webHook = user.webHook();
    form.extra = user.extra();
    return form;
  }

  UserProfile toProfile() {
    return new UserProfile(nick, phone, email, webHook, extra);
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
}
