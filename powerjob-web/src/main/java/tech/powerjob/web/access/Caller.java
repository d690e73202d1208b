package tech.powerjob.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import tech.powerjob.domain.account.Permission;

/** Who makes a call that applications and users may make. */
@RequestScoped
public class Caller {
  @Inject CurrentApp app;
  @Inject CurrentUser user;

  /**
   * The application that the call is about: its own for an application; for a user the one that the
   * request names, if the user may do this to it.
   *
   * @param requested id in the request, {@code null} if it names none
   * @throws tech.powerjob.common.exception.PowerJobException if the caller may not
   */
  public long app(Permission permission, Long requested) {
    return app.find().isPresent() ? app.id(requested) : user.app(permission, requested).id();
  }

  /**
   * Checks that a user calls who may do this everywhere.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if not
   */
  public void everywhere(Permission permission) {
    if (app.find().isPresent() || !user.get().grants().allowsEverywhere(permission)) {
      throw CurrentUser.denied();
    }
  }

  /**
   * Whose an object is that the caller wants to change, as {@link CurrentUser#ownerToChange}.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if the caller may not
   */
  public long ownerToChange(boolean everybodys, Long requested) {
    if (app.find().isEmpty()) {
      return user.ownerToChange(everybodys, requested);
    }
    if (everybodys) {
      throw CurrentUser.denied();
    }
    return app.id(requested);
  }

  /** Whether a user calls, not an application. */
  public boolean isUser() {
    return app.find().isEmpty();
  }

  /** Who it is, in words. */
  public String description() {
    return app.find().isPresent() ? app.description() : "user " + user.get().username();
  }
}
