package tech.powerjob.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import tech.powerjob.wire.Addresses;

/**
 * Makes the queues of workers all of one kind, whoever creates them and however: not durable, gone
 * soon after the last listener, one queue per address and named like it. JMS clients ask for
 * durable queues when a destination is missing, and names of queues are unique in the whole broker:
 * without the rule on names, one application could take the name of another's queue.
 */
final class WorkerQueues implements ActiveMQServerPlugin {
  @Override
  public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
    var address = queue.getAddress().toString();
    var name = queue.getName().toString();
    if (!address.startsWith(Addresses.WORKERS) && !name.startsWith(Addresses.WORKERS)) {
      return;
    }
    if (!address.equals(name)) {
      throw new ActiveMQSecurityException(
          "queue '%s' at address '%s' is refused: a worker's queue is named like its address"
              .formatted(name, address));
    }
    queue
        .setDurable(false)
        .setRoutingType(RoutingType.ANYCAST)
        .setAutoCreated(true)
        .setAutoDelete(true)
        .setAutoDeleteDelay(BrokerConfiguration.ABANDONED_AFTER.toMillis())
        .setAutoDeleteMessageCount(-1L);
  }
}
