package tech.powerjob.server.command;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;

/**
 * Sends answers to commands, and those commands away that nobody can carry out. Keeps sessions for
 * the next use; there are as many as ever were used at once. Thread-safe.
 */
@ApplicationScoped
public class CommandOutbox {
  /** Queues to which one line keeps a producer; a new one asks the broker and waits for it. */
  private static final int MAX_PRODUCERS = 100;

  /**
   * What one thread at a time sends with.
   *
   * @param producers by queue, the longest unused first
   */
  private record Line(
      Connection connection, Session session, LinkedHashMap<String, MessageProducer> producers) {
    MessageProducer producer(String queue) throws JMSException {
      var known = producers.get(queue);
      if (known != null) {
        return known;
      }
      if (producers.size() == MAX_PRODUCERS) {
        producers.remove(producers.keySet().iterator().next()).close();
      }
      var producer = session.createProducer(session.createQueue(queue));
      producers.put(queue, producer);
      return producer;
    }

    void close() {
      try {
        connection.close();
      } catch (JMSException e) {
        LOG.debug("A connection for answers did not close", e);
      }
    }
  }

  @FunctionalInterface
  private interface Sending {
    void with(Line line) throws JMSException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(CommandOutbox.class);

  private final ConcurrentLinkedDeque<Line> idle = new ConcurrentLinkedDeque<>();

  @Inject private ConnectionFactory connections;

  /**
   * Answers a command. Whoever asked may be gone; then nobody is answered.
   *
   * @param command gives the form
   */
  void answer(Message command, ReplyTo to, Answer answer) {
    try {
      send(
          line -> {
            var message = answer.to(command, line.session());
            message.setJMSCorrelationID(to.correlation());
            line.producer(to.queue())
                .send(
                    message,
                    to.temporary() ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT,
                    Message.DEFAULT_PRIORITY,
                    Message.DEFAULT_TIME_TO_LIVE);
          });
    } catch (JMSException e) {
      if (to.temporary()) {
        LOG.debug("An answer to a command finds nobody", e);
      } else {
        LOG.warn("An answer to a command cannot be sent to {}: {}", to.queue(), e.toString());
      }
    }
  }

  /**
   * Moves a command to the queue of dead ones, whatever is in it.
   *
   * @throws JMSException if that is not possible now; the command must then stay where it is
   */
  void bury(Message command, String reason) throws JMSException {
    var properties = new LinkedHashMap<String, Object>();
    for (var name : Collections.list(command.getPropertyNames())) {
      if (!((String) name).startsWith("JMSX")) {
        properties.put((String) name, command.getObjectProperty((String) name));
      }
    }
    // What was received cannot be written to before that.
    command.clearProperties();
    for (var property : properties.entrySet()) {
      try {
        command.setObjectProperty(property.getKey(), property.getValue());
      } catch (JMSException | RuntimeException e) {
        // Other protocols have names that JMS does not allow. The command is worth more.
        LOG.debug("Property {} of a command is left out", property.getKey(), e);
      }
    }
    command.setStringProperty(CommandProperties.REASON, reason);
    send(line -> line.producer(Addresses.COMMAND_DEAD).send(command));
  }

  private void send(Sending sending) throws JMSException {
    var line = idle.poll();
    if (line == null) {
      line = open();
    }
    try {
      sending.with(line);
    } catch (JMSException | RuntimeException e) {
      line.close();
      throw e;
    }
    idle.push(line);
  }

  private Line open() throws JMSException {
    var connection = connections.createConnection();
    try {
      var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      return new Line(connection, session, new LinkedHashMap<>(16, 0.75f, true));
    } catch (JMSException e) {
      connection.close();
      throw e;
    }
  }

  @PreDestroy
  void close() {
    for (var line = idle.poll(); line != null; line = idle.poll()) {
      line.close();
    }
  }
}
