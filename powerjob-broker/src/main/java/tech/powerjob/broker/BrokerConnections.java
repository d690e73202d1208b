package tech.powerjob.broker;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.ra.ActiveMQRAManagedConnectionFactory;

/**
 * Gives the application its connection factory: Artemis' own, around a pool that logs in as the
 * server itself, see {@link BrokerConnectionPool}.
 */
public class BrokerConnections implements ManagedConnectionFactory, ResourceAdapterAssociation {
  private static final long serialVersionUID = 1L;

  private final ActiveMQRAManagedConnectionFactory artemis =
      new ActiveMQRAManagedConnectionFactory();
  private final BrokerConnectionPool pool = new BrokerConnectionPool();

  @Override
  public Object createConnectionFactory(ConnectionManager platformsPool) throws ResourceException {
    return createConnectionFactory();
  }

  @Override
  public Object createConnectionFactory() throws ResourceException {
    return artemis.createConnectionFactory(pool);
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo request)
      throws ResourceException {
    return artemis.createManagedConnection(subject, request);
  }

  @Override
  @SuppressWarnings("rawtypes") // as the specification has it
  public ManagedConnection matchManagedConnections(
      Set connections, Subject subject, ConnectionRequestInfo request) throws ResourceException {
    return artemis.matchManagedConnections(connections, subject, request);
  }

  @Override
  public void setLogWriter(PrintWriter out) throws ResourceException {
    artemis.setLogWriter(out);
  }

  @Override
  public PrintWriter getLogWriter() throws ResourceException {
    return artemis.getLogWriter();
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return artemis.getResourceAdapter();
  }

  @Override
  public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
    artemis.setResourceAdapter(adapter);
    if (adapter instanceof BrokerResourceAdapter ours) {
      ours.closeAtStop(pool);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BrokerConnections that && Objects.equals(artemis, that.artemis);
  }

  @Override
  public int hashCode() {
    return artemis.hashCode();
  }
}
