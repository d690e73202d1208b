package tech.powerjob.worker.internal.connection;

import tech.powerjob.wire.WireMessage;

/** Where the worker puts what it has to say. Thread-safe. */
@FunctionalInterface
public interface Outbox {
  /**
   * Sends a message now. What was sent may still get lost on the way.
   *
   * @return whether it left; {@code false} while there is no line to the servers
   */
  boolean send(WireMessage message);
}
