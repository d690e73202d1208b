package tech.powerjob.worker.internal.distributed;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQTextMessage;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.WireMessage;

/** What distributed instances send, as messages of the broker. */
final class TaskMessages {
  /** Property of a task that is for one worker: its process. */
  static final SimpleString WORKER = SimpleString.of("powerjob_worker");

  /** Property of a task that is suspected of killing its workers. */
  static final SimpleString ALONE = SimpleString.of("powerjob_alone");

  private static final MessageCodec CODEC = new MessageCodec();

  private TaskMessages() {}

  static ClientMessage durable(ClientSession session, byte[] body) {
    return message(session, body, true);
  }

  /** One that need not outlive the broker. */
  static ClientMessage fleeting(ClientSession session, byte[] body) {
    return message(session, body, false);
  }

  private static ClientMessage message(ClientSession session, byte[] body, boolean durable) {
    var message = session.createMessage(durable);
    message.setRoutingType(RoutingType.ANYCAST);
    message.getBodyBuffer().writeBytes(body);
    return message;
  }

  static byte[] body(ClientMessage message) {
    var buffer = message.getBodyBuffer();
    var body = new byte[buffer.readableBytes()];
    buffer.readBytes(body);
    return body;
  }

  /** A second one with this id is refused. */
  static ClientMessage once(ClientMessage message, String id) {
    message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of(id));
    return message;
  }

  /** It is delivered at this time at the earliest, epoch milliseconds. */
  static ClientMessage notBefore(ClientMessage message, long time) {
    message.putLongProperty(Message.HDR_SCHEDULED_DELIVERY_TIME, time);
    return message;
  }

  /** A message as servers and lines read it. */
  static ClientMessage wire(ClientSession session, WireMessage content, boolean durable)
      throws ActiveMQException {
    try {
      var text = new ActiveMQTextMessage(session);
      CODEC.write(content, text);
      text.doBeforeSend();
      var message = text.getCoreMessage();
      message.setDurable(durable);
      return message;
    } catch (JMSException e) {
      throw new IllegalStateException("a text message takes no text", e);
    } catch (ActiveMQException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a text message cannot be made ready", e);
    }
  }
}
