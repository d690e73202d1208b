package tech.powerjob.worker.internal.connection;

import tech.powerjob.wire.WorkerConnection;

/** Finds the servers and opens lines to their brokers. Thread-safe. */
public interface ServerLinks {
  /**
   * Asks the servers, one after the other until one answers, where the brokers of all are. Each
   * wait is bounded.
   *
   * @throws LinkException naming each address and why it did not work
   */
  WorkerConnection ask() throws LinkException;

  /**
   * Opens a line to one broker, within a bounded wait.
   *
   * @param broker one of {@link WorkerConnection#brokers()}
   * @param said the answer that named it
   * @throws LinkException if that does not work
   */
  ServerLink open(String broker, WorkerConnection said, LinkListener listener) throws LinkException;

  /**
   * Opens a connection to one broker for the tasks of distributed instances, within a bounded wait.
   *
   * @param broker {@code host:port}
   * @param tls whether it expects TLS
   * @throws LinkException if that does not work
   */
  default TaskLink openTasks(String broker, boolean tls) throws LinkException {
    throw new LinkException("has no tasks");
  }

  /** How to ask the servers something else. */
  default ServerAccess http() {
    return ServerAccess.NONE;
  }
}
