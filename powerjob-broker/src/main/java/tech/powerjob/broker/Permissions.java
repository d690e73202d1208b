package tech.powerjob.broker;

import java.io.Serializable;
import java.security.Principal;
import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import tech.powerjob.wire.Addresses;

/** What somebody who has logged in may do at the broker. Immutable. */
sealed interface Permissions extends Principal, Serializable {
  /**
   * Whether an operation is allowed.
   *
   * @param address name of the address, or {@code address::queue} where a queue of it is meant
   */
  boolean allow(CheckType check, String address);

  /** The server itself: everything, for whoever is in this process could do it anyway. */
  record Server() implements Permissions {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean allow(CheckType check, String address) {
      return true;
    }

    @Override
    public String getName() {
      return ServerIdentity.USER;
    }
  }

  /**
   * An application. Its workers speak to the servers, listen on queues of their own, and share the
   * tasks of their application's distributed instances. Its other systems send commands and await
   * the answers on queues of the application. What queues may be like is said by {@link
   * WorkerQueues}; temporary ones are the matter of {@link TemporaryQueues}.
   */
  record Application(String name, long appId) implements Permissions {
    private static final long serialVersionUID = 1L;
    private static final Set<String> TO_SERVERS =
        Set.of(
            Addresses.HEARTBEAT,
            Addresses.REPORT,
            Addresses.LOG,
            Addresses.TASK_REPORT,
            Addresses.COMMAND);

    @Override
    public boolean allow(CheckType check, String address) {
      return switch (check) {
        case SEND ->
            TO_SERVERS.contains(address)
                || address.equals(Addresses.announce(appId))
                || isTaskQueue(address);
        case CONSUME,
            CREATE_ADDRESS,
            CREATE_DURABLE_QUEUE,
            CREATE_NON_DURABLE_QUEUE,
            DELETE_NON_DURABLE_QUEUE ->
            isQueue(address, Addresses.workers(appId))
                || isTaskQueue(address)
                || isAnnouncement(address)
                || isReplyQueue(address);
        case BROWSE, DELETE_DURABLE_QUEUE -> isTaskQueue(address) || isReplyQueue(address);
        case DELETE_ADDRESS, EDIT, MANAGE, VIEW -> false;
      };
    }

    private boolean isTaskQueue(String address) {
      return isQueue(address, Addresses.tasks(appId));
    }

    private boolean isReplyQueue(String address) {
      var parts = address.split("::", -1);
      return Addresses.isReply(parts[0], name)
          && (parts.length == 1 || parts.length == 2 && parts[0].equals(parts[1]));
    }

    /** The topic, or a subscription to it that is named after it. */
    private boolean isAnnouncement(String address) {
      var topic = Addresses.announce(appId);
      var parts = address.split("::", -1);
      return parts[0].equals(topic)
          && (parts.length == 1 || parts.length == 2 && startsWith(parts[1], topic + "."));
    }

    private static boolean isQueue(String address, String prefix) {
      var parts = address.split("::", -1);
      return parts.length == 2
          ? parts[0].equals(parts[1]) && startsWith(parts[0], prefix)
          : parts.length == 1 && startsWith(address, prefix);
    }

    private static boolean startsWith(String name, String prefix) {
      return name.startsWith(prefix) && name.length() > prefix.length();
    }

    @Override
    public String getName() {
      return name;
    }
  }
}
