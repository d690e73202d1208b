package tech.powerjob.server.command;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.regex.Pattern;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;
import tech.powerjob.wire.security.QueueOwners;

/**
 * Where the answer to a command goes. The server may write to every queue, its callers may not:
 * what they name as their own must be theirs.
 *
 * @param queue its name, {@code null} if nobody awaits an answer, or no longer
 * @param temporary whether the queue lives only as long as its maker's connection
 * @param correlation by which the sender knows what is answered, {@code null} if it gave nothing
 */
record ReplyTo(String queue, boolean temporary, String correlation) {
  private static final ReplyTo NOBODY = new ReplyTo(null, false, null);
  private static final Pattern TEMPORARY =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * Where an application's message wants its answer.
   *
   * @throws UnreadableCommandException if that is no queue of the application
   */
  static ReplyTo of(Message message, String appName)
      throws JMSException, UnreadableCommandException {
    var name = message.getStringProperty(CommandProperties.REPLY_TO);
    if (name == null) {
      return NOBODY;
    }
    if (Addresses.isReply(name, appName)) {
      return new ReplyTo(name, false, correlation(message));
    }
    var owner = QueueOwners.owner(name);
    if (owner.isPresent() && owner.get().equals(appName)) {
      return new ReplyTo(name, true, correlation(message));
    }
    if (owner.isEmpty() && TEMPORARY.matcher(name).matches()) {
      return NOBODY; // Whoever asked is gone, or the broker was started anew meanwhile.
    }
    throw new UnreadableCommandException(
        "JMSReplyTo is '%s' but must be a temporary queue of the sender or %s<name>"
            .formatted(CommandFields.shown(name), Addresses.reply(appName, "")));
  }

  /** Read before the message is sent anywhere, which gives it another id. */
  private static String correlation(Message message) throws JMSException {
    if (message.getJMSCorrelationID() != null) {
      return message.getJMSCorrelationID();
    }
    var ofSender = message.getStringProperty(CommandProperties.MESSAGE_ID);
    return ofSender == null ? message.getJMSMessageID() : ofSender;
  }

  boolean isAwaited() {
    return queue != null;
  }
}
