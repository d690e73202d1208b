package tech.powerjob.worker.internal.distributed;

import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.RunInstance;

/**
 * Names of the queues of one generation of an instance.
 *
 * @param todo packs of tasks
 * @param result what workers say to the coordinator
 * @param state the one message that holds the checkpoint
 * @param kept results of tasks that succeeded, for the last task
 * @param failed tasks that failed
 */
record TaskQueues(
    SimpleString todo,
    SimpleString result,
    SimpleString state,
    SimpleString kept,
    SimpleString failed) {
  static TaskQueues of(RunInstance run) {
    return new TaskQueues(
        name(run, "todo"),
        name(run, "result"),
        name(run, "state"),
        name(run, "kept"),
        name(run, "failed"));
  }

  private static SimpleString name(RunInstance run, String kind) {
    return SimpleString.of(
        Addresses.task(run.appId(), run.instanceId(), run.distribution().generation(), kind));
  }

  /** Makes those that are not there. */
  void create(ClientSession session) throws ActiveMQException {
    for (var name : List.of(todo, result, kept, failed, state)) {
      try {
        session.createQueue(
            QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false)
                .setAutoCreateAddress(true));
      } catch (ActiveMQQueueExistsException e) {
        // A former coordinator made it.
        continue;
      }
    }
  }
}
