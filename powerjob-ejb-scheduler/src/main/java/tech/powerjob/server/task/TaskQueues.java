package tech.powerjob.server.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tech.powerjob.wire.Addresses;

/**
 * The queues of tasks at this server's broker, by its management address. Thread-safe.
 *
 * <p>A question is a text message whose body is the JSON array of arguments, as is the answer.
 */
public final class TaskQueues {
  private static final String MANAGEMENT = "activemq.management";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern NAME =
      Pattern.compile(
          Pattern.quote(Addresses.TASKS) + "([0-9]{1,19})[.]([0-9]{1,19})[.]([0-9]{1,10})[.].+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConnectionFactory connections;

  public TaskQueues(ConnectionFactory connections) {
    this.connections = connections;
  }

  /** A queue with tasks. */
  public record TaskQueue(String name, long appId, long instanceId, int generation) {
    static Optional<TaskQueue> of(String name) {
      var match = NAME.matcher(name);
      try {
        return match.matches()
            ? Optional.of(
                new TaskQueue(
                    name,
                    Long.parseLong(match.group(1)),
                    Long.parseLong(match.group(2)),
                    Integer.parseInt(match.group(3))))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty(); // Larger than any id; somebody made it up.
      }
    }
  }

  /**
   * All queues with tasks.
   *
   * @throws JMSException if the broker cannot be asked
   */
  public List<TaskQueue> all() throws JMSException {
    try (var connection = connections.createConnection()) {
      var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      connection.start();
      var found = new ArrayList<TaskQueue>();
      for (var name : ask(session, "getQueueNames", "[\"ANYCAST\"]")) {
        TaskQueue.of(name.asText()).ifPresent(found::add);
      }
      return found;
    }
  }

  /**
   * Deletes queues with all that is in them, whoever listens.
   *
   * @throws JMSException if the broker cannot be asked, or refuses
   */
  public void delete(Collection<TaskQueue> queues) throws JMSException {
    try (var connection = connections.createConnection()) {
      var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      connection.start();
      for (var queue : queues) {
        ask(session, "destroyQueue", "[\"" + queue.name() + "\",true,true]");
      }
    }
  }

  private static JsonNode ask(Session session, String operation, String arguments)
      throws JMSException {
    var answers = session.createTemporaryQueue();
    try (var listener = session.createConsumer(answers);
        var asking = session.createProducer(session.createQueue(MANAGEMENT))) {
      var question = session.createTextMessage(arguments);
      question.setStringProperty("_AMQ_ResourceName", "broker");
      question.setStringProperty("_AMQ_OperationName", operation);
      question.setJMSReplyTo(answers);
      asking.send(question);
      var answer = listener.receive(PATIENCE.toMillis());
      if (!(answer instanceof TextMessage text)) {
        throw new JMSException("the broker does not answer to " + operation);
      }
      if (!answer.getBooleanProperty("_AMQ_OperationSucceeded")) {
        throw new JMSException("the broker refuses %s: %s".formatted(operation, text.getText()));
      }
      return JSON.readTree(text.getText() == null ? "[[]]" : text.getText()).path(0);
    } catch (JsonProcessingException e) {
      throw new JMSException("the broker's answer to %s is no JSON".formatted(operation));
    } finally {
      answers.delete();
    }
  }
}
