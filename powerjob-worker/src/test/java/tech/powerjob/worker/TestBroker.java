package tech.powerjob.worker;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import tech.powerjob.wire.Addresses;

/** An embedded broker with one application account, which may do what workers may do. */
public final class TestBroker {
  public static final String APP = "demo";
  public static final String PASSWORD = "secret";

  private static final String SERVER = "server";

  /** What a worker may do. */
  private static final Set<CheckType> WORKER =
      EnumSet.of(
          CheckType.SEND,
          CheckType.CONSUME,
          CheckType.CREATE_ADDRESS,
          CheckType.CREATE_NON_DURABLE_QUEUE,
          CheckType.CREATE_DURABLE_QUEUE,
          CheckType.BROWSE,
          CheckType.DELETE_NON_DURABLE_QUEUE);

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final int port;

  private TestBroker(int port, Path folder, boolean lasting) throws Exception {
    this.port = port;
    var configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(lasting)
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setJournalType(JournalType.NIO)
            .setJournalBufferTimeout_NIO(500_000)
            .addAddressSetting(
                Addresses.TASKS + "#",
                new AddressSettings()
                    .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                    .setMaxSizeBytes(20 << 20)
                    .setPageSizeBytes(2 << 20)
                    .setMaxDeliveryAttempts(-1)
                    .setAutoDeleteQueues(false)
                    .setAutoDeleteAddresses(false))
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
    queue(configuration, Addresses.REPORT);
    queue(configuration, Addresses.LOG);
    queue(configuration, Addresses.TASK_REPORT);
    configuration.addAddressConfiguration(
        new CoreAddressConfiguration()
            .setName(Addresses.HEARTBEAT)
            .addRoutingType(RoutingType.MULTICAST));
    broker.setConfiguration(configuration);
    broker.setSecurityManager(new Accounts());
    broker.start();
  }

  private static void queue(ConfigurationImpl configuration, String name) {
    configuration.addAddressConfiguration(
        new CoreAddressConfiguration()
            .setName(name)
            .addRoutingType(RoutingType.ANYCAST)
            .addQueueConfiguration(
                QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(true)));
  }

  public static TestBroker start(Path folder) throws Exception {
    return start(folder, freePort());
  }

  static TestBroker start(Path folder, int port) throws Exception {
    return new TestBroker(port, folder, false);
  }

  /** One that remembers what it had before it was restarted. */
  public static TestBroker lasting(Path folder, int port) throws Exception {
    return new TestBroker(port == 0 ? freePort() : port, folder, true);
  }

  /** Number of messages in a queue, those on their way to somebody among them. */
  public long messages(String queue) {
    var found = broker.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return found == null ? 0 : found.getMessageCount();
  }

  /** Ends all connections of workers, as a network that fails would. */
  public void cutConnections() {
    for (var connection : broker.getActiveMQServer().getRemotingService().getConnections()) {
      connection.fail(new ActiveMQException("cut by a test"));
    }
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public boolean hasQueue(String name) {
    return broker.getActiveMQServer().locateQueue(SimpleString.of(name)) != null;
  }

  public static String serverUser() {
    return SERVER;
  }

  public void close() throws Exception {
    broker.stop();
  }

  private static final class Accounts implements ActiveMQSecurityManager {
    @Override
    public boolean validateUser(String user, String password) {
      return PASSWORD.equals(password) && (APP.equals(user) || SERVER.equals(user));
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType checkType) {
      return validateUser(user, password) && (SERVER.equals(user) || WORKER.contains(checkType));
    }
  }
}
