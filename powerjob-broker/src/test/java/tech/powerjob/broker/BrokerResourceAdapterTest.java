package tech.powerjob.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.security.ServerBroker;

class BrokerResourceAdapterTest {
  private static final long WAIT_MILLIS = 5_000;

  @TempDir Path dataDir;
  private int port;
  private final BrokerResourceAdapter adapter = new BrokerResourceAdapter();

  @BeforeEach
  void configure() {
    port = TestBroker.freePort();
    System.setProperty("powerjob.data-dir", dataDir.toString());
    System.setProperty("powerjob.jms.port", Integer.toString(port));
  }

  @AfterEach
  void stop() {
    adapter.stop();
    System.clearProperty("powerjob.data-dir");
    System.clearProperty("powerjob.jms.port");
  }

  @Test
  void started_offersConnectionsOfTheServer() throws ResourceException {
    adapter.start(platform());

    for (int i = 0; i < 3; i++) {
      try (var context = connections().createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
        var queue = context.createQueue(Addresses.REPORT);
        context.createProducer().send(queue, "report " + i);
        assertThat(context.createConsumer(queue).receiveBody(String.class, WAIT_MILLIS))
            .isEqualTo("report " + i);
      }
    }
  }

  @Test
  void stopped_takesConnectionsAwayAndFreesThePort() throws Exception {
    adapter.start(platform());
    var kept = connections();
    adapter.stop();

    assertThat(ServerBroker.connectionFactory(ConnectionFactory.class)).isEmpty();
    assertThatThrownBy(kept::createContext).isInstanceOf(JMSRuntimeException.class);
    assertThatCode(this::takePort).doesNotThrowAnyException();
  }

  @Test
  void secondAdapter_sharesTheBrokerUntilBothHaveStopped() throws Exception {
    var second = new BrokerResourceAdapter();
    adapter.start(platform());
    second.start(platform());
    assertThat(second).isEqualTo(adapter).hasSameHashCodeAs(adapter);

    adapter.stop();
    assertThatThrownBy(this::takePort).isInstanceOf(IOException.class);
    second.stop();
    assertThatCode(this::takePort).doesNotThrowAnyException();
  }

  @Test
  void portInUse_failsTheStart() throws IOException {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();

      assertThatThrownBy(() -> adapter.start(platform()))
          .isInstanceOf(ResourceAdapterInternalException.class)
          .hasMessageContaining("powerjob.jms.port is '%d'", port);
    }
    assertThat(ServerBroker.connectionFactory(ConnectionFactory.class)).isEmpty();
  }

  private void takePort() throws IOException {
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  private static ConnectionFactory connections() {
    return ServerBroker.connectionFactory(ConnectionFactory.class).orElseThrow();
  }

  /** A platform without transactions and threads: connections need neither. */
  private static BootstrapContext platform() {
    return (BootstrapContext)
        Proxy.newProxyInstance(
            BootstrapContext.class.getClassLoader(),
            new Class<?>[] {BootstrapContext.class},
            (self, method, arguments) -> null);
  }
}
