package tech.powerjob.benchmarks;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A broker that does nothing else, reached over TCP on the loopback address without a password. */
final class PlainBroker implements AutoCloseable {
  private final EmbeddedActiveMQ broker;
  private final String address;

  private PlainBroker(EmbeddedActiveMQ broker, String address) {
    this.broker = broker;
    this.address = address;
  }

  /** One that keeps nothing on disk. */
  static PlainBroker inMemory() throws Exception {
    return start(new ConfigurationImpl().setPersistenceEnabled(false));
  }

  /** One of that kind. */
  static PlainBroker start(Configuration kind) throws Exception {
    var address = "tcp://127.0.0.1:" + freePort();
    var broker =
        new EmbeddedActiveMQ()
            .setConfiguration(
                kind.setSecurityEnabled(false).addAcceptorConfiguration("tcp", address));
    broker.start();
    return new PlainBroker(broker, address);
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A new one, which the caller closes. */
  ActiveMQConnectionFactory factory() {
    return new ActiveMQConnectionFactory(address);
  }

  @Override
  public void close() throws Exception {
    broker.stop();
  }
}
