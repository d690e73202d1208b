package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.server.account.AppAccounts;

/**
 * Makes users administrators of applications whose password they know, which is guarded as a login
 * of the application is. Thread-safe.
 */
@ApplicationScoped
public class AppTakeovers {
  @Inject private AppAccounts accounts;
  @Inject private LoginGuard guard;
  @Inject private CurrentUser caller;

  /**
   * Makes the calling user one.
   *
   * @param address where the call comes from
   * @return id of the application
   * @throws PowerJobException if name or password is missing or wrong, or too many were wrong
   *     before
   */
  public long becomeAdmin(String appName, String password, String address) {
    if (appName == null || password == null) {
      throw new PowerJobException("appName and password can't be empty");
    }
    long userId = caller.get().id();
    var app =
        guard.app(appName, address, () -> accounts.login(appName, AppPassword.ofPlain(password)));
    accounts.addAdmin(app.id(), userId);
    return app.id();
  }
}
