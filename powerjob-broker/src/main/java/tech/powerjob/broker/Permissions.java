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
   * Workers of an application: they speak to the servers, and listen on queues of their own. Queues
   * of workers live no longer than somebody listens, see {@link WorkerQueues}.
   */
  record Application(String name, long appId) implements Permissions {
    private static final long serialVersionUID = 1L;
    private static final Set<String> TO_SERVERS =
        Set.of(Addresses.HEARTBEAT, Addresses.REPORT, Addresses.LOG);

    @Override
    public boolean allow(CheckType check, String address) {
      return switch (check) {
        case SEND -> TO_SERVERS.contains(address);
        case CONSUME,
            CREATE_ADDRESS,
            CREATE_DURABLE_QUEUE,
            CREATE_NON_DURABLE_QUEUE,
            DELETE_NON_DURABLE_QUEUE ->
            isOwnQueue(address);
        case BROWSE, DELETE_ADDRESS, DELETE_DURABLE_QUEUE, EDIT, MANAGE, VIEW -> false;
      };
    }

    private boolean isOwnQueue(String address) {
      var parts = address.split("::", -1);
      return parts.length == 2
          ? parts[0].equals(parts[1]) && isOwn(parts[0])
          : parts.length == 1 && isOwn(address);
    }

    private boolean isOwn(String name) {
      var prefix = Addresses.workers(appId);
      return name.startsWith(prefix) && name.length() > prefix.length();
    }

    @Override
    public String getName() {
      return name;
    }
  }
}
