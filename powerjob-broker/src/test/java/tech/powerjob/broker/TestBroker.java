package tech.powerjob.broker;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.wire.security.BrokerAccess;

/**
 * A real broker on a free port, with applications "one" (id 1), "two" (id 2) and "eleven" (id 11).
 */
final class TestBroker implements AutoCloseable {
  static final String PASSWORD = "right";

  final Settings settings;
  private final BrokerAccess.Authenticator accounts;
  private final EmbeddedBroker broker;

  /** Closing a factory closes its connections, so they stay open until the end. */
  private final List<ActiveMQConnectionFactory> factories = new ArrayList<>();

  TestBroker(Path dataDir) {
    this(dataDir, freePort());
  }

  TestBroker(Path dataDir, int port) {
    this(settings(dataDir, port));
  }

  TestBroker(Settings settings) {
    this.settings = settings;
    accounts =
        (name, password) ->
            PASSWORD.equals(password)
                ? Optional.ofNullable(Map.of("one", 1L, "two", 2L, "eleven", 11L).get(name))
                : Optional.empty();
    BrokerAccess.install(accounts);
    broker = EmbeddedBroker.start(settings);
  }

  static Settings settings(Path dataDir, int port) {
    var properties = new Properties();
    properties.setProperty("powerjob.data-dir", dataDir.toString());
    properties.setProperty("powerjob.jms.port", Integer.toString(port));
    return Settings.of(properties, Map.of());
  }

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Connection application(String name) throws JMSException {
    return overNetwork(name, PASSWORD);
  }

  Connection overNetwork(String user, String password) throws JMSException {
    return connect(
        "tcp://%s:%d?callTimeout=5000".formatted(settings.jmsHost(), settings.jmsPort()),
        user,
        password);
  }

  Connection server() throws JMSException {
    return withinProcess(ServerIdentity.USER, ServerIdentity.password());
  }

  Connection withinProcess(String user, String password) throws JMSException {
    return connect("vm://" + BrokerConfiguration.IN_VM_ID, user, password);
  }

  private Connection connect(String url, String user, String password) throws JMSException {
    var factory = new ActiveMQConnectionFactory(url, user, password);
    factories.add(factory);
    var connection = factory.createConnection();
    connection.start();
    return connection;
  }

  @Override
  public void close() {
    factories.forEach(ActiveMQConnectionFactory::close);
    broker.close();
    BrokerAccess.remove(accounts);
  }
}
