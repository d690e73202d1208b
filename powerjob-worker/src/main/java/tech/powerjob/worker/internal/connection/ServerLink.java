package tech.powerjob.worker.internal.connection;

import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;

/** One open line to the servers. Thread-safe. */
public interface ServerLink extends AutoCloseable {
  /** What the server told about this line. */
  WorkerConnection connection();

  /**
   * Sends a message.
   *
   * @throws LinkException if the line is broken
   */
  void send(WireMessage message) throws LinkException;

  /** Hangs up. May be called more than once; takes a few seconds when the other end is gone. */
  @Override
  void close();
}
