package tech.powerjob.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.security.BrokerAccess;

/**
 * Who gets in at the broker, and what they may do there. Two kinds of users: the server itself, by
 * a secret of the process and only through memory; and applications, by name and password as {@link
 * BrokerAccess} judges them. Everybody else stays outside. Thread-safe.
 *
 * <p>Artemis asks again at every operation, so right answers are remembered for {@link
 * #REMEMBERED}: that is how long a changed password goes on working. While nobody can tell (the
 * database is away) those who are in already stay for {@link #TRUSTED}, and no one else gets in.
 */
final class BrokerSecurity implements ActiveMQSecurityManager5 {
  static final Duration REMEMBERED = Duration.ofSeconds(5);
  static final Duration TRUSTED = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(BrokerSecurity.class);
  private static final int LOGINS_KEPT = 10_000;

  /** A login that was right at a time; the password is kept as its digest only. */
  private record Login(Subject subject, long checkedNanos) {
    boolean youngerThan(Duration age, long nowNanos) {
      return nowNanos - checkedNanos < age.toNanos();
    }
  }

  private final LongSupplier nanoTime;
  private final TemporaryQueues temporaryQueues;
  private final FailedLogins failedLogins = new FailedLogins();
  private final Map<String, Login> logins = new ConcurrentHashMap<>();
  private final Subject server = subject(ServerIdentity.USER, new Permissions.Server());

  BrokerSecurity(LongSupplier nanoTime, TemporaryQueues temporaryQueues) {
    this.nanoTime = nanoTime;
    this.temporaryQueues = temporaryQueues;
  }

  @Override
  public Subject authenticate(
      String user, String password, RemotingConnection connection, String securityDomain) {
    return find(user, password, connection)
        .orElseThrow(
            () -> {
              failedLogins.refused(user, remoteAddress(connection), nanoTime.getAsLong());
              return refusal();
            });
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    return subject != null
        && subject.getPrincipals(Permissions.class).stream()
            .anyMatch(
                permissions ->
                    permissions.allow(check, address)
                        || temporaryQueues.allow(permissions.getName(), check, address));
  }

  @Override
  public boolean validateUser(String user, String password) {
    throw new UnsupportedOperationException("the broker must ask with the connection");
  }

  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType check) {
    throw new UnsupportedOperationException("the broker must ask with the connection");
  }

  private Optional<Subject> find(String user, String password, RemotingConnection connection) {
    if (user == null || password == null) {
      return Optional.empty();
    }
    if (user.equals(ServerIdentity.USER)) {
      return isWithinProcess(connection) && ServerIdentity.isPassword(password)
          ? Optional.of(server)
          : Optional.empty();
    }
    var key = key(user, password);
    var known = logins.get(key);
    long now = nanoTime.getAsLong();
    if (known != null && known.youngerThan(REMEMBERED, now)) {
      return Optional.of(known.subject());
    }
    return ask(user, password, key, known, now);
  }

  private Optional<Subject> ask(
      String user, String password, String key, Login known, long nowNanos) {
    Optional<Long> appId;
    try {
      appId = BrokerAccess.authenticate(user, password);
    } catch (RuntimeException e) {
      LOG.debug("Nobody can tell now who app={} is", user, e);
      return known != null && known.youngerThan(TRUSTED, nowNanos)
          ? Optional.of(known.subject())
          : Optional.empty();
    }
    if (appId.isEmpty()) {
      logins.remove(key);
      return Optional.empty();
    }
    if (logins.size() >= LOGINS_KEPT) {
      logins.values().removeIf(login -> !login.youngerThan(REMEMBERED, nowNanos));
    }
    var subject = subject(user, new Permissions.Application(user, appId.get()));
    logins.put(key, new Login(subject, nowNanos));
    return Optional.of(subject);
  }

  private static Subject subject(String user, Permissions permissions) {
    return new Subject(true, Set.of(new UserPrincipal(user), permissions), Set.of(), Set.of());
  }

  private static boolean isWithinProcess(RemotingConnection connection) {
    return connection != null && connection.getTransportConnection() instanceof InVMConnection;
  }

  private static String remoteAddress(RemotingConnection connection) {
    return connection == null ? "unknown" : connection.getRemoteAddress();
  }

  private static String key(String user, String password) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(user.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Artemis answers this exception to the client as it is; a {@code null} in place of it would also
   * write a line to the log at every try. The interface does not declare it, its caller expects it.
   */
  private static RuntimeException refusal() {
    throw BrokerSecurity.<RuntimeException>unchecked(
        new ActiveMQSecurityException("application name or password is wrong"));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> E unchecked(Exception e) throws E {
    throw (E) e;
  }
}
