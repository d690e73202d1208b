package tech.powerjob.web.page;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import tech.powerjob.domain.account.PwjbUser;

/** A password that somebody chooses, typed twice. */
public class NewPassword implements Serializable {
  private static final long serialVersionUID = 1L;

  private String value;
  private String again;

  /** Why it cannot be taken, in the viewer's language; empty if it can. */
  public Optional<String> objection(Texts texts) {
    if (value == null || value.length() < PwjbUser.MIN_PASSWORD_LENGTH) {
      return Optional.of(texts.get("password.short", String.valueOf(PwjbUser.MIN_PASSWORD_LENGTH)));
    }
    return Objects.equals(value, again)
        ? Optional.empty()
        : Optional.of(texts.get("password.different"));
  }

  public String getValue() {
    return value;
  }

  public void setValue(String value) {
    this.value = value;
  }

  public String getAgain() {
    return again;
  }

  public void setAgain(String again) {
    this.again = again;
  }
}
