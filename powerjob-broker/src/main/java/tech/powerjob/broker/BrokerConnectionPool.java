package tech.powerjob.broker;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the server's connections to its broker for the next who needs one. Not the platform's pool:
 * those log in as the caller, or as nobody, and the broker knows only the server. Takes no part in
 * transactions. Thread-safe; grows with the number of threads that send at once.
 */
final class BrokerConnectionPool implements ConnectionManager, ConnectionEventListener {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnectionPool.class);
  private static final int IDLE_KEPT = 32;

  private final transient Set<ManagedConnection> idle = new LinkedHashSet<>();
  private final transient Set<ManagedConnection> busy = new LinkedHashSet<>();
  private boolean closed;

  @Override
  public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo request)
      throws ResourceException {
    var connection = takeIdle(factory, request);
    if (connection == null) {
      connection = factory.createManagedConnection(null, request);
      connection.addConnectionEventListener(this);
    }
    synchronized (this) {
      busy.add(connection);
    }
    return connection.getConnection(null, request);
  }

  private synchronized ManagedConnection takeIdle(
      ManagedConnectionFactory factory, ConnectionRequestInfo request) throws ResourceException {
    if (closed) {
      throw new ResourceException("the broker of this server is stopped");
    }
    var match = factory.matchManagedConnections(idle, null, request);
    idle.remove(match);
    return match;
  }

  @Override
  public void connectionClosed(ConnectionEvent event) {
    var connection = (ManagedConnection) event.getSource();
    try {
      connection.cleanup();
    } catch (ResourceException e) {
      LOG.debug("A connection to the broker is not used again", e);
      discard(connection);
      return;
    }
    synchronized (this) {
      if (!closed && idle.size() < IDLE_KEPT) {
        busy.remove(connection);
        idle.add(connection);
        return;
      }
    }
    discard(connection);
  }

  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {
    discard((ManagedConnection) event.getSource());
  }

  private void discard(ManagedConnection connection) {
    synchronized (this) {
      busy.remove(connection);
      idle.remove(connection);
    }
    destroy(connection);
  }

  private static void destroy(ManagedConnection connection) {
    try {
      connection.destroy();
    } catch (ResourceException e) {
      LOG.debug("A connection to the broker did not close", e);
    }
  }

  /** Closes all connections, also those in use, and gives no more. */
  void close() {
    Set<ManagedConnection> all;
    synchronized (this) {
      closed = true;
      all = new LinkedHashSet<>(idle);
      all.addAll(busy);
      idle.clear();
      busy.clear();
    }
    all.forEach(BrokerConnectionPool::destroy);
  }

  @Override
  public void localTransactionStarted(ConnectionEvent event) {
    // Nothing joins a transaction here.
  }

  @Override
  public void localTransactionCommitted(ConnectionEvent event) {
    // Nothing joins a transaction here.
  }

  @Override
  public void localTransactionRolledback(ConnectionEvent event) {
    // Nothing joins a transaction here.
  }
}
