package tech.powerjob.server.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import tech.powerjob.wire.security.ServerBroker;

/**
 * Connections to the broker of this server: pooled, logged in as the server itself, outside of all
 * transactions. The broker is looked for at each call, for some platforms start it beside the
 * application, not before. Thread-safe.
 */
@ApplicationScoped
public class BrokerConnectionFactory implements ConnectionFactory {
  private static final String ABSENT = "the resource adapter powerjob-broker does not run";

  @Override
  public Connection createConnection() throws JMSException {
    return forConnection().createConnection();
  }

  @Override
  public Connection createConnection(String user, String password) throws JMSException {
    return forConnection().createConnection(user, password);
  }

  @Override
  public JMSContext createContext() {
    return forContext().createContext();
  }

  @Override
  public JMSContext createContext(String user, String password) {
    return forContext().createContext(user, password);
  }

  @Override
  public JMSContext createContext(String user, String password, int sessionMode) {
    return forContext().createContext(user, password, sessionMode);
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    return forContext().createContext(sessionMode);
  }

  private static ConnectionFactory forConnection() throws IllegalStateException {
    return ServerBroker.connectionFactory(ConnectionFactory.class)
        .orElseThrow(() -> new IllegalStateException(ABSENT));
  }

  private static ConnectionFactory forContext() {
    return ServerBroker.connectionFactory(ConnectionFactory.class)
        .orElseThrow(() -> new IllegalStateRuntimeException(ABSENT));
  }
}
