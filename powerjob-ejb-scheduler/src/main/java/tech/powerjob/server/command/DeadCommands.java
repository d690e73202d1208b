package tech.powerjob.server.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;

/** The commands that were set aside at this server's broker, for people to look at. Thread-safe. */
@ApplicationScoped
public class DeadCommands {
  /** Most that are shown at once. */
  public static final int SHOWN = 100;

  private static final long SHOWN_BYTES = 64 * 1024;
  private static final long PATIENCE_MILLIS = 2_000;
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  @FunctionalInterface
  private interface Work<T> {
    T with(Session session) throws JMSException;
  }

  @Inject private ConnectionFactory connections;
  @Inject private AuditLog audit;

  /**
   * Those that were set aside first, {@value #SHOWN} at most.
   *
   * @param application name of the one whose commands are asked for; empty for all
   */
  public List<DeadCommand> list(Optional<String> application) {
    return inSession(
        session -> {
          var queue = session.createQueue(Addresses.COMMAND_DEAD);
          try (var browser =
              session.createBrowser(queue, application.map(DeadCommands::sentBy).orElse(null))) {
            var found = new ArrayList<DeadCommand>();
            for (var all = browser.getEnumeration();
                found.size() < SHOWN && all.hasMoreElements(); ) {
              found.add(view((Message) all.nextElement()));
            }
            return found;
          }
        });
  }

  /**
   * Throws one away.
   *
   * @param application as for {@link #list}
   * @return whether it was there
   */
  public boolean discard(String id, Optional<String> application) {
    if (!ID.matcher(id).matches()) {
      return false;
    }
    var selector =
        "%s = '%s'%s"
            .formatted(
                CommandProperties.ID,
                id,
                application.map(name -> " AND " + sentBy(name)).orElse(""));
    boolean there =
        inSession(
            session -> {
              var queue = session.createQueue(Addresses.COMMAND_DEAD);
              try (var consumer = session.createConsumer(queue, selector)) {
                return consumer.receive(PATIENCE_MILLIS) != null;
              }
            });
    if (there) {
      audit.doneByPerson("command.discard", "command", id, null);
    }
    return there;
  }

  private static String sentBy(String application) {
    return "%s = '%s'".formatted(CommandProperties.SENDER, application.replace("'", "''"));
  }

  private <T> T inSession(Work<T> work) {
    try (var connection = connections.createConnection()) {
      connection.start();
      return work.with(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
    } catch (JMSException e) {
      throw new IllegalStateException("the broker does not show its dead commands", e);
    }
  }

  private static DeadCommand view(Message message) throws JMSException {
    long bytes = number(message, CommandProperties.BYTES);
    return new DeadCommand(
        message.getStringProperty(CommandProperties.ID),
        message.getStringProperty(CommandProperties.SENDER),
        message.getStringProperty(CommandProperties.REASON),
        number(message, CommandProperties.TAKEN),
        bytes,
        bytes <= SHOWN_BYTES ? body(message) : null);
  }

  private static long number(Message message, String property) throws JMSException {
    return message.propertyExists(property) ? message.getLongProperty(property) : 0;
  }

  private static String body(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return text.getText();
    }
    if (message instanceof MapMessage map) {
      var entries = new TreeMap<String, Object>();
      for (var name : Collections.list(map.getMapNames())) {
        entries.put((String) name, map.getObject((String) name));
      }
      return entries.toString();
    }
    if (message instanceof BytesMessage bytes) {
      var content = new byte[(int) Math.min(SHOWN_BYTES, bytes.getBodyLength())];
      bytes.readBytes(content);
      return new String(content, StandardCharsets.UTF_8);
    }
    return null;
  }
}
