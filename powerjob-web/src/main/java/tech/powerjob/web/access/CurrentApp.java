package tech.powerjob.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.audit.Actor;

/** The application that makes this call. */
@RequestScoped
public class CurrentApp {
  @Inject Actor actor;

  private AppIdentity app;

  /** Of a call that has been let in already. */
  public static CurrentApp of(AppIdentity app) {
    var current = new CurrentApp();
    current.is(app);
    return current;
  }

  void is(AppIdentity app) {
    this.app = app;
    if (actor != null) { // Calls of the front door have none, and change no jobs.
      actor.app(app.id(), app.name());
    }
  }

  /** Its id. */
  public long id() {
    if (app == null) {
      throw new IllegalStateException("this call carries no application");
    }
    return app.id();
  }

  public Optional<AppIdentity> find() {
    return Optional.ofNullable(app);
  }

  /** Who it is, in words. */
  public String description() {
    return "application %s (%d)".formatted(app == null ? "" : app.name(), id());
  }

  /**
   * Its id, after checking that a request that names an application names this one.
   *
   * @param requested id in the request, {@code null} if it names none
   * @throws PowerJobException with code {@link ErrorCodes#NO_PERMISSION} if it names another
   */
  public long id(Long requested) {
    if (requested != null && requested != id()) {
      throw new PowerJobException(
          ErrorCodes.NO_PERMISSION,
          "the token is of the app %d, the request is about the app %d".formatted(id(), requested));
    }
    return id();
  }
}
