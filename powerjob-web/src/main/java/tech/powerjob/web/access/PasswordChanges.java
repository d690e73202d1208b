package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.auth.Logins;

/**
 * Changes passwords of built-in accounts for whoever knows the old one, which is as good as a login
 * and guarded like one. Thread-safe.
 */
@ApplicationScoped
public class PasswordChanges {
  @Inject private LoginGuard guard;
  @Inject private CurrentUser caller;
  @Inject private Logins logins;
  @Inject private UserAdministration administration;

  /**
   * Changes a password; all sessions of the user end.
   *
   * @param address where the call comes from
   * @return the user with the new password
   * @throws PowerJobException if the two new ones differ, the old one is wrong, or the new one
   *     breaks a rule
   */
  public UserIdentity change(
      String username,
      String oldPassword,
      String newPassword,
      String newPasswordAgain,
      String address) {
    if (!Objects.equals(newPassword, newPasswordAgain)) {
      throw new PowerJobException("Inconsistent passwords");
    }
    if (username == null || oldPassword == null || newPassword == null) {
      throw new PowerJobException("username, oldPassword and newPassword can't be empty");
    }
    caller.is(
        guard.user(
            PwjbUser.ACCOUNT_TYPE,
            username,
            address,
            () -> logins.withPassword(username, oldPassword)));
    administration.changePassword(username, oldPassword, newPassword);
    administration.forgetInitialPassword(username);
    return logins.withPassword(username, newPassword);
  }
}
