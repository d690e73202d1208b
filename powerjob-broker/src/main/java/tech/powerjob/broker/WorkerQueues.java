package tech.powerjob.broker;

import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import tech.powerjob.wire.Addresses;

/**
 * Makes the queues of workers all of one kind, whoever creates them and however:
 *
 * <ul>
 *   <li>a worker's own is not durable, gone soon after the last listener, the only one of its
 *       address and named like it;
 *   <li>one with tasks is durable and stays until somebody deletes it, and is likewise named like
 *       its address;
 *   <li>a subscription to announcements is not durable, goes with its listener and is named after
 *       the topic;
 *   <li>one for answers to commands is durable, likewise named like its address, and gone some time
 *       after its last use.
 * </ul>
 *
 * JMS clients ask for durable queues when a destination is missing, and names of queues are unique
 * in the whole broker: without the rules on names, one application could take the name of another's
 * queue.
 */
final class WorkerQueues implements ActiveMQServerPlugin {
  private static final Pattern TASKS =
      Pattern.compile(
          Pattern.quote(Addresses.TASKS) + "[0-9]+[.][0-9]+[.][0-9]+[.][A-Za-z0-9_-]{1,100}");

  @Override
  public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
    var address = queue.getAddress().toString();
    var name = queue.getName().toString();
    if (either(address, name, Addresses.WORKERS)) {
      require(address.equals(name), address, name, "a worker's queue is named like its address");
      own(queue);
    } else if (either(address, name, Addresses.TASKS)) {
      require(
          address.equals(name) && TASKS.matcher(name).matches(),
          address,
          name,
          "a queue of tasks is named like its address, "
              + Addresses.TASKS
              + "<application>.<instance>.<generation>.<kind>");
      tasks(queue);
    } else if (either(address, name, Addresses.ANNOUNCE)) {
      require(
          address.startsWith(Addresses.ANNOUNCE) && name.startsWith(address + "."),
          address,
          name,
          "a subscription to announcements is named <address>.<worker>");
      announcements(queue);
    } else if (either(address, name, Addresses.REPLIES)) {
      require(address.equals(name), address, name, "a queue of answers is named like its address");
      replies(queue);
    }
  }

  private static boolean either(String address, String name, String prefix) {
    return address.startsWith(prefix) || name.startsWith(prefix);
  }

  private static void require(boolean met, String address, String name, String rule)
      throws ActiveMQSecurityException {
    if (!met) {
      throw new ActiveMQSecurityException(
          "queue '%s' at address '%s' is refused: %s".formatted(name, address, rule));
    }
  }

  private static void own(QueueConfiguration queue) {
    queue
        .setDurable(false)
        .setRoutingType(RoutingType.ANYCAST)
        .setAutoCreated(true)
        .setAutoDelete(true)
        .setAutoDeleteDelay(BrokerConfiguration.ABANDONED_AFTER.toMillis())
        .setAutoDeleteMessageCount(-1L);
  }

  private static void tasks(QueueConfiguration queue) {
    queue
        .setDurable(true)
        .setTemporary(false)
        .setRoutingType(RoutingType.ANYCAST)
        .setFilterString((String) null)
        .setPurgeOnNoConsumers(false)
        .setAutoCreated(false)
        .setAutoDelete(false);
  }

  private static void announcements(QueueConfiguration queue) {
    queue
        .setDurable(false)
        .setRoutingType(RoutingType.MULTICAST)
        .setAutoCreated(true)
        .setAutoDelete(true)
        .setAutoDeleteDelay(0L)
        .setAutoDeleteMessageCount(-1L);
  }

  private static void replies(QueueConfiguration queue) {
    queue
        .setDurable(true)
        .setTemporary(false)
        .setRoutingType(RoutingType.ANYCAST)
        .setFilterString((String) null)
        .setPurgeOnNoConsumers(false)
        .setExclusive(false)
        .setAutoCreated(true)
        .setAutoDelete(true);
  }
}
