package tech.powerjob.broker;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;

/**
 * Temporary queues, on which clients await answers: whoever makes one has it, and nobody else.
 * Their names are random UUIDs, chosen by the client or by the broker, and no other queues may be
 * at such an address. Thread-safe.
 */
final class TemporaryQueues implements ActiveMQServerPlugin {
  private static final Pattern NAME =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Map<String, String> owners = new ConcurrentHashMap<>();

  /** Name of the user who made the queue, or empty if there is no such temporary queue. */
  Optional<String> owner(String queue) {
    return Optional.ofNullable(owners.get(queue));
  }

  /**
   * Whether a user may do that with a temporary queue.
   *
   * @param address name of the address, or {@code address::queue} where a queue of it is meant
   */
  boolean allow(String user, CheckType check, String address) {
    var parts = address.split("::", -1);
    if (!isName(parts[0]) || parts.length > 2 || parts.length == 2 && !parts[0].equals(parts[1])) {
      return false;
    }
    return switch (check) {
      // No one else can have thought of the name.
      case CREATE_ADDRESS, CREATE_NON_DURABLE_QUEUE -> true;
      case SEND, CONSUME, BROWSE, DELETE_NON_DURABLE_QUEUE, DELETE_ADDRESS ->
          user.equals(owners.get(parts[0]));
      case CREATE_DURABLE_QUEUE, DELETE_DURABLE_QUEUE, EDIT, MANAGE, VIEW -> false;
    };
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  @Override
  public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
    var address = queue.getAddress().toString();
    if (!isName(address)) {
      return;
    }
    var user = queue.getUser();
    if (!queue.getName().toString().equals(address)
        || queue.isDurable()
        || !queue.isTemporary()
        || user == null) {
      throw new ActiveMQSecurityException(
          "queue '%s' at address '%s' is refused: it must be temporary and named like its address"
              .formatted(queue.getName(), address));
    }
    var owner = owners.putIfAbsent(address, user.toString());
    if (owner != null && !owner.equals(user.toString())) {
      throw new ActiveMQSecurityException("queue '%s' is somebody else's".formatted(address));
    }
  }

  @Override
  public void afterDestroyQueue(
      Queue queue,
      SimpleString address,
      org.apache.activemq.artemis.core.security.SecurityAuth session,
      boolean checkConsumerCount,
      boolean removeConsumers,
      boolean autoDeleteAddress) {
    owners.remove(queue.getName().toString());
  }
}
