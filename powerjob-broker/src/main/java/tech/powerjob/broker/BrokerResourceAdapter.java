package tech.powerjob.broker;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.ra.ActiveMQRAManagedConnectionFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import tech.powerjob.config.Settings;
import tech.powerjob.wire.security.ServerBroker;

/**
 * Resource adapter that brings its broker along: the broker runs before the first listener of the
 * application is activated and stops after the last one. Connections go through memory, as the
 * server itself.
 *
 * <p>The connection factory is handed over through {@link ServerBroker}, not through a platform's
 * pool: those log in as the caller or as nobody, and each platform names an adapter inside an
 * archive differently. A server may make several adapters of one archive; they share one broker,
 * which stops with the last.
 */
public class BrokerResourceAdapter extends ActiveMQResourceAdapter {
  private static final long serialVersionUID = 1L;
  private static final Object LOCK = new Object();
  private static EmbeddedBroker broker;
  private static int users;

  private transient BrokerConnectionPool pool;
  private transient Object connectionFactory;

  public BrokerResourceAdapter() {
    setConnectorClassName(InVMConnectorFactory.class.getName());
    setConnectionParameters(
        TransportConstants.SERVER_ID_PROP_NAME + "=" + BrokerConfiguration.IN_VM_ID);
    setUserName(ServerIdentity.USER);
    setPassword(ServerIdentity.password());
    // There are no transactions across resources, so there is nothing to recover, and a message is
    // sent when it is sent: nothing would commit it later.
    setUseAutoRecovery(false);
    setIgnoreJTA(true);
  }

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    synchronized (LOCK) {
      if (users == 0) {
        try {
          broker = EmbeddedBroker.start(Settings.ofProcess());
        } catch (RuntimeException e) {
          throw new ResourceAdapterInternalException(e.getMessage(), e);
        }
      }
      users++;
    }
    super.start(context);
    try {
      offerConnections();
    } catch (ResourceException e) {
      super.stop();
      release();
      throw new ResourceAdapterInternalException("the broker gives no connections", e);
    }
  }

  private void offerConnections() throws ResourceException {
    var connections = new ActiveMQRAManagedConnectionFactory();
    connections.setResourceAdapter(this);
    var newPool = new BrokerConnectionPool();
    connectionFactory = connections.createConnectionFactory(newPool);
    pool = newPool;
    ServerBroker.offer(connectionFactory);
  }

  @Override
  public void stop() {
    if (pool == null) {
      return;
    }
    ServerBroker.withdraw(connectionFactory);
    pool.close();
    pool = null;
    super.stop();
    release();
  }

  private static void release() {
    synchronized (LOCK) {
      users--;
      if (users == 0) {
        broker.close();
        broker = null;
      }
    }
  }

  /** Adapters of one archive reach one broker, as one user: they differ in nothing. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BrokerResourceAdapter && super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
