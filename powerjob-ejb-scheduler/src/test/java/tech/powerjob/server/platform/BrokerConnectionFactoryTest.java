package tech.powerjob.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import tech.powerjob.wire.security.ServerBroker;

class BrokerConnectionFactoryTest {
  private final ConnectionFactory connections = new BrokerConnectionFactory();

  @Test
  void brokerAbsent_isToldAsJmsFailure() {
    assertThatThrownBy(connections::createContext)
        .isInstanceOf(JMSRuntimeException.class)
        .hasMessageContaining("powerjob-broker does not run");
    assertThatThrownBy(connections::createConnection)
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("powerjob-broker does not run");
  }

  @Test
  void brokerThatComesLater_isFound() {
    var context = proxy(JMSContext.class, null);
    var offered = proxy(ConnectionFactory.class, context);
    ServerBroker.offer(offered);
    try {
      assertThat(connections.createContext()).isSameAs(context);
    } finally {
      ServerBroker.withdraw(offered);
    }
    assertThatThrownBy(connections::createContext).isInstanceOf(JMSRuntimeException.class);
  }

  /** Answers every call with the same. */
  private static <T> T proxy(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer));
  }
}
