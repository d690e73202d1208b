package tech.powerjob.worker.internal.connection;

import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/** How a worker reaches brokers, whatever it has to say there. */
final class Transport {
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
  private static final int CALL_TIMEOUT_MILLIS = 10_000;

  /** After this silence broker and worker give each other up. */
  private static final int CONNECTION_TTL_MILLIS = 10_000;

  /** How often the worker looks whether the broker was silent. */
  private static final int FAILURE_CHECK_MILLIS = 5_000;

  private Transport() {}

  /**
   * Where a broker is.
   *
   * @param broker {@code host:port}
   */
  static TransportConfiguration to(String broker, boolean tls) throws LinkException {
    int colon = broker.lastIndexOf(':');
    if (colon <= 0) {
      throw new LinkException("is no host:port");
    }
    var parameters =
        Map.<String, Object>of(
            TransportConstants.HOST_PROP_NAME,
            broker.substring(0, colon),
            TransportConstants.PORT_PROP_NAME,
            broker.substring(colon + 1),
            TransportConstants.NETTY_CONNECT_TIMEOUT,
            CONNECT_TIMEOUT_MILLIS,
            TransportConstants.SSL_ENABLED_PROP_NAME,
            tls,
            // Trust what this JVM trusts.
            TransportConstants.USE_DEFAULT_SSL_CONTEXT_PROP_NAME,
            tls,
            TransportConstants.VERIFY_HOST_PROP_NAME,
            true,
            TransportConstants.USE_GLOBAL_WORKER_POOL_PROP_NAME,
            false,
            TransportConstants.REMOTING_THREADS_PROPNAME,
            1);
    return new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters);
  }

  /** Bounds every wait, and leaves repairs to whoever holds the connection. */
  static void bound(ServerLocator locator) {
    // Threads that end with the connection, so that nothing is left in an application server.
    locator.setUseGlobalPools(false);
    locator.setThreadPoolMaxSize(4);
    locator.setScheduledThreadPoolMaxSize(1);
    locator.setReconnectAttempts(0);
    locator.setInitialConnectAttempts(1);
    locator.setCallTimeout(CALL_TIMEOUT_MILLIS);
    locator.setConnectionTTL(CONNECTION_TTL_MILLIS);
    locator.setClientFailureCheckPeriod(FAILURE_CHECK_MILLIS);
  }
}
