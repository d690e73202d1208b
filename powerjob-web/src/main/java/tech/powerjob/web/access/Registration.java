package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.User;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.account.UserProfile;
import tech.powerjob.server.audit.Actor;

/**
 * Makes built-in accounts for those who may have one made: global administrators always, others
 * where registration is switched on. Thread-safe.
 */
@ApplicationScoped
public class Registration {
  @Inject private UserAdministration administration;
  @Inject private CurrentUser caller;
  @Inject private Settings settings;
  @Inject private RegistrationLimit limit;
  @Inject private Actor actor;

  /** Whether strangers may make themselves an account. */
  public boolean isOpen() {
    return settings.registration();
  }

  /**
   * Makes an account.
   *
   * @throws PowerJobException if the caller may not, something is wrong with name or password, or
   *     strangers have tried too often from where the caller is
   */
  public User create(String username, String password, UserProfile profile) {
    if (!isAdministrator() && !isOpen()) {
      throw new PowerJobException(
          ErrorCodes.NO_PERMISSION,
          "registration is switched off; an administrator can create the account");
    }
    if (!isAdministrator()) {
      limit.pass(actor.snapshot().address());
    }
    return administration.create(username, password, profile);
  }

  private boolean isAdministrator() {
    return caller
        .find()
        .filter(user -> !user.mustChangePassword())
        .map(UserIdentity::grants)
        .filter(grants -> grants.allowsEverywhere(Permission.SU))
        .isPresent();
  }
}
