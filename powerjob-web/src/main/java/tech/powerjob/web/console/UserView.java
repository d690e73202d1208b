package tech.powerjob.web.console;

import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.account.User;

/** A user in lists of the console. */
public record UserView(
    long id,
    String username,
    String nick,
    String accountType,
    String phone,
    String email,
    Integer status,
    Boolean enable,
    String showName) {
  /** All that administrators see. */
  static UserView of(User user) {
    return new UserView(
        user.id(),
        user.username(),
        user.nick(),
        user.accountType(),
        user.phone(),
        user.email(),
        status(user),
        user.enabled(),
        user.showName());
  }

  /** What everybody sees who has to choose among people. */
  static UserView nameOf(User user) {
    return new UserView(
        user.id(), user.username(), user.nick(), null, null, null, null, null, user.showName());
  }

  static int status(User user) {
    return (user.enabled() ? SwitchableStatus.ENABLE : SwitchableStatus.DISABLE).getV();
  }
}
