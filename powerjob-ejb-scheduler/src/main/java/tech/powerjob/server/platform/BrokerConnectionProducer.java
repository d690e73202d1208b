package tech.powerjob.server.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.jms.ConnectionFactory;
import tech.powerjob.wire.security.ServerBroker;

/**
 * Lets the broker's {@link ConnectionFactory} be injected: pooled, logged in as the server itself,
 * outside of all transactions.
 */
@ApplicationScoped
public class BrokerConnectionProducer {
  @Produces
  ConnectionFactory connectionFactory() {
    return ServerBroker.connectionFactory(ConnectionFactory.class)
        .orElseThrow(
            () -> new IllegalStateException("the resource adapter powerjob-broker does not run"));
  }
}
