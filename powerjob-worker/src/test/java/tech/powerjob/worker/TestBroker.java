package tech.powerjob.worker;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import tech.powerjob.wire.Addresses;

/** An embedded broker with one application account, which may do what workers may do. */
final class TestBroker {
  static final String APP = "demo";
  static final String PASSWORD = "secret";

  private static final String SERVER = "server";

  /** What a worker may do; lasting queues are not among it. */
  private static final Set<CheckType> WORKER =
      EnumSet.of(
          CheckType.SEND,
          CheckType.CONSUME,
          CheckType.CREATE_ADDRESS,
          CheckType.CREATE_NON_DURABLE_QUEUE,
          CheckType.DELETE_NON_DURABLE_QUEUE);

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final int port;

  private TestBroker(int port, Path folder) throws Exception {
    this.port = port;
    var configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .setJournalDirectory(folder.toString())
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
    queue(configuration, Addresses.REPORT);
    queue(configuration, Addresses.LOG);
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

  static TestBroker start(Path folder) throws Exception {
    return start(folder, freePort());
  }

  static TestBroker start(Path folder, int port) throws Exception {
    return new TestBroker(port, folder);
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  boolean hasQueue(String name) {
    return broker.getActiveMQServer().locateQueue(SimpleString.of(name)) != null;
  }

  static String serverUser() {
    return SERVER;
  }

  void close() throws Exception {
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
