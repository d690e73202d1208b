package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.LoginThrottle;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditActor.Type;
import tech.powerjob.server.audit.AuditLog;

/**
 * Keeps strangers from making accounts without end: what holds for wrong passwords holds for each
 * account that somebody tries to make, whether they get it or not. Thread-safe.
 */
@ApplicationScoped
public class RegistrationLimit {
  private static final String KEY = "registration";

  private final LoginThrottle throttle = new LoginThrottle();
  private final AuditLog audit;
  private final Clock clock;

  /** For the proxy. */
  protected RegistrationLimit() {
    this(null, null);
  }

  @Inject
  public RegistrationLimit(AuditLog audit) {
    this(audit, Clock.systemUTC());
  }

  RegistrationLimit(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Counts a try from an address.
   *
   * @throws PowerJobException if there were too many before; such a try is not counted
   */
  public synchronized void pass(String address) {
    var now = clock.instant();
    var wait = throttle.waitBefore(KEY, address, now);
    if (!wait.isZero()) {
      var text = "too many registrations, try again in %d s".formatted(wait.toSeconds() + 1);
      audit.loginRefused(new AuditActor(Type.STRANGER, null, KEY, address), text);
      throw new PowerJobException(ErrorCodes.USER_AUTH_FAILED, text);
    }
    throttle.failed(KEY, address, now);
  }
}
