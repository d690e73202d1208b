package tech.powerjob.broker;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import tech.powerjob.config.Settings;

/**
 * Resource adapter that brings its broker along: the broker runs before the first listener of the
 * application is activated and stops after the last one. Connections go through memory, as the
 * server itself.
 *
 * <p>Some servers make a second adapter of the same archive, for its connection factories; all of
 * them share one broker, which stops with the last.
 */
public class BrokerResourceAdapter extends ActiveMQResourceAdapter {
  private static final long serialVersionUID = 1L;
  private static final Object LOCK = new Object();
  private static EmbeddedBroker broker;
  private static int users;

  private final transient List<BrokerConnectionPool> pools = new CopyOnWriteArrayList<>();
  private transient boolean started;

  public BrokerResourceAdapter() {
    setConnectorClassName(InVMConnectorFactory.class.getName());
    setConnectionParameters(
        TransportConstants.SERVER_ID_PROP_NAME + "=" + BrokerConfiguration.IN_VM_ID);
    setUserName(ServerIdentity.USER);
    setPassword(ServerIdentity.password());
    // There are no transactions across resources, so there is nothing to recover.
    setUseAutoRecovery(false);
    // A message is sent when it is sent, also within a transaction: nothing would commit it later.
    setIgnoreJTA(true);
  }

  void closeAtStop(BrokerConnectionPool pool) {
    pools.add(pool);
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
      started = true;
    }
    super.start(context);
  }

  @Override
  public void stop() {
    pools.forEach(BrokerConnectionPool::close);
    pools.clear();
    super.stop();
    synchronized (LOCK) {
      if (!started) {
        return;
      }
      started = false;
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
