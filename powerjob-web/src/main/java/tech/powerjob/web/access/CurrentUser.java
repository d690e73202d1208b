package tech.powerjob.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.audit.Actor;

/** The user who makes this call, and what they may do. */
@RequestScoped
public class CurrentUser {
  @Inject AppAccounts apps;
  @Inject Actor actor;

  private UserIdentity user;

  public void is(UserIdentity user) {
    this.user = user;
    actor.user(user.id(), user.username(), user.showName());
  }

  public Optional<UserIdentity> find() {
    return Optional.ofNullable(user);
  }

  /**
   * The user.
   *
   * @throws PowerJobException with code {@link ErrorCodes#USER_NOT_LOGIN} if there is none
   */
  public UserIdentity get() {
    return find().orElseThrow(() -> new PowerJobException(ErrorCodes.USER_NOT_LOGIN, null));
  }

  /**
   * The application, after checking that the user may do this to it. An unknown application is
   * answered like a forbidden one, except to those who may see all.
   *
   * @throws PowerJobException if the user may not, or the id is missing
   */
  public AppIdentity app(Permission permission, Long appId) {
    var caller = get();
    if (appId == null) {
      throw new PowerJobException("appId can't be empty");
    }
    var app = apps.find(appId);
    boolean allowed =
        caller.grants().allows(permission, appId, app.map(AppIdentity::namespaceId).orElse(null));
    if (!allowed) {
      throw denied();
    }
    return app.orElseThrow(() -> new PowerJobException(ErrorCodes.INVALID_APP, "can_not_find_app"));
  }

  /**
   * Checks that the user may do this everywhere.
   *
   * @throws PowerJobException if not
   */
  public void everywhere(Permission permission) {
    if (!get().grants().allowsEverywhere(permission)) {
      throw denied();
    }
  }

  /**
   * The application that is meant, or nothing if everything is, after checking that the user may do
   * this to it.
   *
   * @param appId {@code null} for everything
   * @throws PowerJobException if the user may not
   */
  public Optional<AppIdentity> appOrEverything(Permission permission, Long appId) {
    if (appId == null) {
      everywhere(permission);
      return Optional.empty();
    }
    return Optional.of(app(permission, appId));
  }

  /**
   * Whose an object is that the user wants to change, after checking that they may.
   *
   * @param everybodys whether it is for all applications, which takes a global administrator
   * @param appId the application otherwise
   * @return id of the application; 0 for all
   * @throws PowerJobException if the user may not
   */
  public long ownerToChange(boolean everybodys, Long appId) {
    if (everybodys) {
      everywhere(Permission.SU);
      return 0;
    }
    return app(Permission.WRITE, appId).id();
  }

  /** What a user is told who may not do something. */
  public static PowerJobException denied() {
    var denied = new PowerJobException("Permission denied!");
    denied.setCode(ErrorCodes.NO_PERMISSION.getCode());
    return denied;
  }
}
