package tech.powerjob.worker.jca.connection;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import javax.naming.Reference;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.jca.JobConnection;
import tech.powerjob.jca.JobConnectionFactory;

/** Hands out connections of the server's pool. */
final class PooledJobConnectionFactory implements JobConnectionFactory, Referenceable {
  private static final long serialVersionUID = 1L;

  private final JobManagedConnectionFactory factory;
  private final ConnectionManager connectionManager;
  private Reference reference;

  PooledJobConnectionFactory(
      JobManagedConnectionFactory factory, ConnectionManager connectionManager) {
    this.factory = factory;
    this.connectionManager = connectionManager;
  }

  @Override
  public JobConnection getConnection() {
    try {
      return (JobConnection) connectionManager.allocateConnection(factory, null);
    } catch (ResourceException e) {
      throw new PowerJobException("there is no connection for jobs: " + e.getMessage(), e);
    }
  }

  @Override
  public void setReference(Reference reference) {
    this.reference = reference;
  }

  @Override
  public Reference getReference() {
    return reference;
  }
}
