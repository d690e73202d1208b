package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.LoginThrottle;

/** Stands before every place that takes a password. Thread-safe. */
@ApplicationScoped
public class LoginGuard {
  private static final Logger LOG = LoggerFactory.getLogger(LoginGuard.class);
  private static final int MAX_LENGTH = 255;

  private final LoginThrottle throttle = new LoginThrottle();
  private final Clock clock;

  public LoginGuard() {
    this(Clock.systemUTC());
  }

  LoginGuard(Clock clock) {
    this.clock = clock;
  }

  /**
   * Tries a login unless there were too many failures before.
   *
   * @param name who wants in, as typed
   * @param address where from
   * @param login fails with {@link PowerJobException} if it may not be
   */
  public <T> T attempt(String name, String address, Supplier<T> login) {
    var key = name == null ? "" : name.substring(0, Math.min(name.length(), MAX_LENGTH));
    var wait = throttle.waitBefore(key, address, clock.instant());
    if (!wait.isZero()) {
      throw new PowerJobException(
          ErrorCodes.USER_AUTH_FAILED,
          "too many failed logins, try again in %d s".formatted(wait.toSeconds() + 1));
    }
    try {
      var result = login.get();
      throttle.succeeded(key, address);
      return result;
    } catch (PowerJobException e) {
      throttle.failed(key, address, clock.instant());
      LOG.warn(
          "Login refused: name={}, address={}, {}",
          printable(key),
          address,
          printable(e.getMessage()));
      throw e;
    }
  }

  /** Names are typed by strangers and must neither forge lines of the log nor fill it. */
  private static String printable(String text) {
    var shown = String.valueOf(text);
    return shown
        .substring(0, Math.min(shown.length(), MAX_LENGTH))
        .replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
  }
}
