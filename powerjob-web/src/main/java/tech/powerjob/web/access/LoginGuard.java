package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.LoginThrottle;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditActor.Type;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.audit.AuditLog;

/** Stands before every place that takes a password, and notes who came in. Thread-safe. */
@ApplicationScoped
public class LoginGuard {
  private static final Logger LOG = LoggerFactory.getLogger(LoginGuard.class);
  private static final int MAX_LENGTH = 255;

  private final LoginThrottle throttle = new LoginThrottle();
  private final AuditLog audit;
  private final Clock clock;

  /** For the proxy. */
  protected LoginGuard() {
    this(null, null);
  }

  @Inject
  public LoginGuard(AuditLog audit) {
    this(audit, Clock.systemUTC());
  }

  LoginGuard(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Tries the login of a user unless there were too many failures before.
   *
   * @param loginType how they want in
   * @param name who wants in, as typed
   * @param address where from
   * @param login fails with {@link PowerJobException} if it may not be
   */
  public UserIdentity user(
      String loginType, String name, String address, Supplier<UserIdentity> login) {
    return attempt(
        loginType,
        cut(name),
        address,
        login,
        user -> new AuditActor(Type.USER, user.id(), user.username(), address));
  }

  /** Tries the login of an application, in the same way. */
  public AppIdentity app(String name, String address, Supplier<AppIdentity> login) {
    return attempt(
        "OpenAPI",
        "app " + cut(name),
        address,
        login,
        app -> new AuditActor(Type.APP, app.id(), app.name(), address));
  }

  /**
   * Notes the login of somebody who comes back from another server. There is no password here to be
   * guessed, so nobody is slowed down.
   */
  public UserIdentity elsewhere(String address, Supplier<UserIdentity> login) {
    try {
      var user = login.get();
      audit.loggedIn(new AuditActor(Type.USER, user.id(), user.username(), address), "elsewhere");
      return user;
    } catch (PowerJobException e) {
      LOG.warn("Login refused: address={}, {}", address, printable(e.getMessage()));
      audit.loginRefused(new AuditActor(Type.STRANGER, null, "", address), e.getMessage());
      throw e;
    }
  }

  private <T> T attempt(
      String way, String key, String address, Supplier<T> login, Function<T, AuditActor> identity) {
    var wait = throttle.waitBefore(key, address, clock.instant());
    if (!wait.isZero()) {
      var text = "too many failed logins, try again in %d s".formatted(wait.toSeconds() + 1);
      audit.loginRefused(new AuditActor(Type.STRANGER, null, key, address), text);
      throw new PowerJobException(ErrorCodes.USER_AUTH_FAILED, text);
    }
    try {
      var result = login.get();
      throttle.succeeded(key, address, clock.instant());
      audit.loggedIn(identity.apply(result), way);
      return result;
    } catch (PowerJobException e) {
      throttle.failed(key, address, clock.instant());
      LOG.warn(
          "Login refused: name={}, address={}, {}",
          printable(key),
          address,
          printable(e.getMessage()));
      audit.loginRefused(new AuditActor(Type.STRANGER, null, key, address), e.getMessage());
      throw e;
    }
  }

  private static String cut(String name) {
    return name == null ? "" : name.substring(0, Math.min(name.length(), MAX_LENGTH));
  }

  /** Names are typed by strangers and must neither forge lines of the log nor fill it. */
  private static String printable(String text) {
    return cut(String.valueOf(text)).replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
  }
}
