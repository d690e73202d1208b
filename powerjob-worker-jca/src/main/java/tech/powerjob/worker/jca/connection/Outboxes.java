package tech.powerjob.worker.jca.connection;

import jakarta.resource.ResourceException;
import tech.powerjob.worker.jca.outbox.Outbox;

/** What a connection factory asks of its resource adapter. */
public interface Outboxes {
  /**
   * The outbox that a factory's settings lead to, whose requests are delivered from now on. What a
   * setting leaves out is as the adapter says.
   *
   * @throws ResourceException if something is missing; the message says what
   */
  Outbox open(JobManagedConnectionFactory settings) throws ResourceException;
}
