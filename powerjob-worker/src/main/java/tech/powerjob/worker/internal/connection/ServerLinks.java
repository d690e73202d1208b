package tech.powerjob.worker.internal.connection;

/** Opens lines to the servers. */
@FunctionalInterface
public interface ServerLinks {
  /**
   * Tries all addresses once, each with a bounded wait.
   *
   * @throws LinkException naming each address and why it did not work
   */
  ServerLink open(LinkListener listener) throws LinkException;
}
