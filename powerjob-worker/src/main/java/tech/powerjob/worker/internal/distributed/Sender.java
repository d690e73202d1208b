package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.internal.connection.LinkException;
import tech.powerjob.worker.internal.connection.TaskLinks;

/**
 * Sends what the root task has to say, each time in one transaction, and goes on over a new
 * connection when the old one breaks. For one thread.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final RunInstance run;
  private final TaskEnvironment environment;
  private final TaskQueues queues;
  private final String sender;
  private final Interruptible work;
  private int sent;
  private TaskLinks.Use use;
  private ClientSession session;
  private ClientProducer producer;

  /**
   * Not connected yet.
   *
   * @param sender unlike that of any other sender of this instance
   * @param work sending ends when this is interrupted
   */
  Sender(RunInstance run, TaskEnvironment environment, String sender, Interruptible work) {
    this.run = run;
    this.environment = environment;
    this.sender = sender;
    this.work = work;
    queues = TaskQueues.of(run);
  }

  /**
   * Sends both, or neither.
   *
   * @param patience for how long broken connections are put up with
   * @throws LinkException if it could not be sent
   */
  void send(List<TaskPack> packs, Said said, Duration patience) throws LinkException {
    var id = sender + "/" + ++sent;
    var body = said.encode();
    long end = System.nanoTime() + patience.toNanos();
    var pause = FIRST_PAUSE;
    while (true) {
      try {
        trySending(packs, body, id);
        return;
      } catch (ActiveMQException | LinkException e) {
        if (e instanceof ActiveMQException known
            && known.getType() == ActiveMQExceptionType.DUPLICATE_ID_REJECTED) {
          // It was there: only the answer to the commit got lost.
          disconnect(false);
          return;
        }
        disconnect(true);
        if (work.isInterrupted() || Thread.currentThread().isInterrupted()) {
          throw new LinkException("it was interrupted", e);
        }
        if (System.nanoTime() - end >= 0) {
          throw new LinkException(e.getMessage(), e);
        }
        LOG.debug("instance={} is sent again: {}", run.instanceId(), e.getMessage());
      }
      try {
        environment.runs().ticker().sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LinkException("it was interrupted", e);
      }
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  private void trySending(List<TaskPack> packs, byte[] said, String id)
      throws ActiveMQException, LinkException {
    if (session == null) {
      use = environment.links().use(run.distribution().broker());
      session = use.session();
      producer = session.createProducer();
    }
    for (var pack : packs) {
      producer.send(queues.todo(), TaskMessages.durable(session, pack.encode()));
    }
    producer.send(queues.result(), TaskMessages.once(TaskMessages.durable(session, said), id));
    session.commit();
  }

  private void disconnect(boolean broken) {
    if (session != null) {
      try {
        session.close();
      } catch (ActiveMQException e) {
        LOG.debug("closing a broken session failed: {}", e.getMessage());
      }
      session = null;
    }
    if (use != null) {
      if (broken) {
        use.broke();
      }
      use.close();
      use = null;
    }
  }

  @Override
  public void close() {
    disconnect(false);
  }
}
