package tech.powerjob.broker;

import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;

/**
 * Sees to it that every message says truly who sent it. The broker writes the sender's name into
 * messages of its own kind, which those of CORE and STOMP are; in those of AMQP it leaves what the
 * sender claims. So AMQP is good for commands only, which are marked here, whatever protocol brings
 * them: with the sender, with an id by which the server knows one that comes again, as durable, so
 * that what was accepted is not lost, and with a reason to set it aside when it is too large to be
 * read. Thread-safe.
 */
final class IncomingMessages implements ActiveMQServerPlugin {
  /** What JMS clients put before the names of queues. */
  private static final Pattern QUEUE = Pattern.compile("^(temp-)?queue://");

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction tx,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (session == null) {
      return; // The broker moves what it has.
    }
    var sender = session.getValidatedUser();
    if (sender == null) {
      throw new ActiveMQSecurityException("nobody knows who sent the message");
    }
    if (Addresses.COMMAND.equals(message.getAddress())) {
      mark(message, sender);
    } else if (!(message instanceof ICoreMessage)) {
      throw new ActiveMQSecurityException(
          "messages of this protocol may go to %s only".formatted(Addresses.COMMAND));
    }
  }

  private static void mark(Message message, String sender) throws ActiveMQException {
    long bytes = message.getWholeMessageSize();
    boolean tooLarge = bytes > CommandProperties.MAX_BYTES;
    var reason =
        "the message has %d bytes but may have at most %d"
            .formatted(bytes, CommandProperties.MAX_BYTES);
    if (tooLarge && !(message instanceof ICoreMessage)) {
      throw new ActiveMQIllegalStateException(reason); // It cannot be marked; its sender is told.
    }
    message.setDurable(true);
    message.putStringProperty(CommandProperties.SENDER, sender);
    message.putStringProperty(CommandProperties.ID, UUID.randomUUID().toString());
    message.putLongProperty(CommandProperties.TAKEN, System.currentTimeMillis());
    message.putLongProperty(CommandProperties.BYTES, bytes);
    message.removeProperty(CommandProperties.REASON);
    message.removeProperty(CommandProperties.MESSAGE_ID);
    message.removeProperty(CommandProperties.REPLY_TO);
    if (message.getReplyTo() != null) {
      message.putStringProperty(
          CommandProperties.REPLY_TO,
          QUEUE.matcher(message.getReplyTo().toString()).replaceFirst(""));
    }
    if (!(message instanceof ICoreMessage) && message.getUserID() != null) {
      // It gets another one on its way to the server.
      message.putStringProperty(CommandProperties.MESSAGE_ID, message.getUserID().toString());
    }
    if (tooLarge) {
      message.putStringProperty(CommandProperties.REASON, reason);
    }
    message.reencode();
  }
}
