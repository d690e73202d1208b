package tech.powerjob.wire.security;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where a server finds the broker that it hosts itself. The broker lives in a resource adapter;
 * this class is loaded once for it and for the application. The adapter offers its connection
 * factory here, already logged in as the server, while it runs. Thread-safe.
 */
public final class ServerBroker {
  private static final AtomicReference<Object> OFFERED = new AtomicReference<>();

  private ServerBroker() {}

  /** Offers a connection factory in place of the former one. */
  public static void offer(Object connectionFactory) {
    OFFERED.set(Objects.requireNonNull(connectionFactory));
  }

  /** Takes the connection factory away, if it is still this one. */
  public static void withdraw(Object connectionFactory) {
    OFFERED.compareAndSet(connectionFactory, null);
  }

  /**
   * The connection factory, or empty when no broker runs in this process.
   *
   * @param type what it is asked for as, {@code jakarta.jms.ConnectionFactory} for one
   */
  public static <T> Optional<T> connectionFactory(Class<T> type) {
    return Optional.ofNullable(OFFERED.get()).filter(type::isInstance).map(type::cast);
  }
}
