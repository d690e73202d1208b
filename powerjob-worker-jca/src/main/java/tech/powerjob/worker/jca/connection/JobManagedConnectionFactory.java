package tech.powerjob.worker.jca.connection;

import jakarta.resource.NotSupportedException;
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

/**
 * Makes connections for jobs. Its settings are optional: the adapter has the same ones. It takes no
 * part in transactions, because the data source does. Thread-safe once it is set up.
 */
public class JobManagedConnectionFactory
    implements ManagedConnectionFactory, ResourceAdapterAssociation {
  private static final long serialVersionUID = 1L;

  private transient volatile ResourceAdapter resourceAdapter;
  private transient volatile PrintWriter logWriter;
  private String serverAddress;
  private String applicationName;
  private String password;
  private String dataSource;

  @Override
  public Object createConnectionFactory(ConnectionManager connectionManager) {
    return new PooledJobConnectionFactory(this, connectionManager);
  }

  @Override
  public Object createConnectionFactory() throws ResourceException {
    throw new NotSupportedException("only an application server can make these connections");
  }

  @Override
  public ManagedConnection createManagedConnection(Subject subject, ConnectionRequestInfo info)
      throws ResourceException {
    if (!(resourceAdapter instanceof Outboxes outboxes)) {
      throw new ResourceException("the connection factory has no PowerJob resource adapter");
    }
    return new JobManagedConnection(outboxes.open(this));
  }

  @Override
  @SuppressWarnings("rawtypes") // As the specification declares it.
  public ManagedConnection matchManagedConnections(
      Set connections, Subject subject, ConnectionRequestInfo info) {
    for (var each : connections) {
      if (each instanceof JobManagedConnection connection) {
        return connection;
      }
    }
    return null;
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) {
    this.resourceAdapter = resourceAdapter;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(PrintWriter logWriter) {
    this.logWriter = logWriter;
  }

  /** Servers, {@code host:port} with commas between. */
  public String getServerAddress() {
    return serverAddress;
  }

  public void setServerAddress(String serverAddress) {
    this.serverAddress = serverAddress;
  }

  /** Application whose jobs are submitted. */
  public String getApplicationName() {
    return applicationName;
  }

  public void setApplicationName(String applicationName) {
    this.applicationName = applicationName;
  }

  /** Password of that application. */
  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** JNDI name of the data source with the table {@code powerjob_outbox}. */
  public String getDataSource() {
    return dataSource;
  }

  public void setDataSource(String dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JobManagedConnectionFactory factory
        && Objects.equals(serverAddress, factory.serverAddress)
        && Objects.equals(applicationName, factory.applicationName)
        && Objects.equals(password, factory.password)
        && Objects.equals(dataSource, factory.dataSource);
  }

  @Override
  public int hashCode() {
    return Objects.hash(serverAddress, applicationName, dataSource);
  }
}
