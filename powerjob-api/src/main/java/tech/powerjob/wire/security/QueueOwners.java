package tech.powerjob.wire.security;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose a temporary queue of this server's broker is. The broker lives in a resource adapter; this
 * class is loaded once for it and for the application. Thread-safe.
 */
public final class QueueOwners {
  /** Knows owners. */
  @FunctionalInterface
  public interface Register {
    /** Name of the user who made the queue, or empty if there is no such temporary queue. */
    Optional<String> owner(String queue);
  }

  private static final AtomicReference<Register> OFFERED = new AtomicReference<>();

  private QueueOwners() {}

  /** Offers a register in place of the former one. */
  public static void offer(Register register) {
    OFFERED.set(Objects.requireNonNull(register));
  }

  /** Takes the register away, if it is still this one. */
  public static void withdraw(Register register) {
    OFFERED.compareAndSet(register, null);
  }

  /**
   * Name of the user who made the queue, or empty if there is no such temporary queue or no broker
   * runs in this process.
   */
  public static Optional<String> owner(String queue) {
    var register = OFFERED.get();
    return register == null ? Optional.empty() : register.owner(queue);
  }
}
