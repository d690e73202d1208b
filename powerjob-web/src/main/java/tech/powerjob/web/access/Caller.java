package tech.powerjob.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.web.rest.RequestParameters;

/** An application or a user, for calls that both may make. */
@RequestScoped
public class Caller {
  @Inject CurrentApp app;
  @Inject CurrentUser user;
  @Inject RequestParameters parameters;

  /**
   * The application that the call is about: the calling one, or the one that a user names in the
   * parameter {@code appId} and may do this to.
   */
  public long appId(Permission permission) {
    var named = parameters.findNumber("appId").orElse(null);
    return user.find().isPresent() ? user.app(permission, named).id() : app.id(named);
  }

  /** The same for an application that the path names. */
  public long appId(Permission permission, long appId) {
    return user.find().isPresent() ? user.app(permission, appId).id() : app.id(appId);
  }

  /** Lets only those go on who may do everything everywhere. */
  public void requireGlobalAdmin() {
    if (user.find().isEmpty() || !user.get().grants().allowsEverywhere(Permission.SU)) {
      throw CurrentUser.denied();
    }
  }
}
