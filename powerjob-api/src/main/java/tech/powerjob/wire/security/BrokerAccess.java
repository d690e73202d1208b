package tech.powerjob.wire.security;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where the broker asks who a worker is. The broker lives in a resource adapter, the accounts in
 * the application, and this class is loaded once for both: the application installs itself here
 * when it is ready, and until then nobody gets in. Thread-safe.
 */
public final class BrokerAccess {
  /** Decides on names and passwords. */
  @FunctionalInterface
  public interface Authenticator {
    /**
     * The id of the application if name and password are right.
     *
     * @throws RuntimeException if that cannot be told now; access is then refused
     */
    Optional<Long> authenticate(String appName, String password);
  }

  private static final AtomicReference<Authenticator> INSTALLED = new AtomicReference<>();

  private BrokerAccess() {}

  public static void install(Authenticator authenticator) {
    INSTALLED.set(Objects.requireNonNull(authenticator));
  }

  /** Takes the authenticator away, if it is still this one. */
  public static void remove(Authenticator authenticator) {
    INSTALLED.compareAndSet(authenticator, null);
  }

  /** The id of the application, or empty if the password is wrong or no one can tell. */
  public static Optional<Long> authenticate(String appName, String password) {
    var authenticator = INSTALLED.get();
    return authenticator == null ? Optional.empty() : authenticator.authenticate(appName, password);
  }
}
