package tech.powerjob.worker.jca.connection;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import javax.transaction.xa.XAResource;
import tech.powerjob.worker.jca.outbox.Outbox;

/** What the server pools. It holds nothing open. */
final class JobManagedConnection implements ManagedConnection {
  private final Outbox outbox;
  private final List<ConnectionEventListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<JobConnectionHandle> handles = ConcurrentHashMap.newKeySet();
  private volatile PrintWriter logWriter;

  JobManagedConnection(Outbox outbox) {
    this.outbox = outbox;
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  public Object getConnection(Subject subject, ConnectionRequestInfo info) {
    var handle = new JobConnectionHandle(this);
    handles.add(handle);
    return handle;
  }

  @Override
  public void associateConnection(Object connection) throws ResourceException {
    if (!(connection instanceof JobConnectionHandle handle)) {
      throw new ResourceException("this is no connection of this adapter: " + connection);
    }
    handle.moveTo(this);
    handles.add(handle);
  }

  void forget(JobConnectionHandle handle) {
    handles.remove(handle);
  }

  void closed(JobConnectionHandle handle) {
    forget(handle);
    var event = new ConnectionEvent(this, ConnectionEvent.CONNECTION_CLOSED);
    event.setConnectionHandle(handle);
    listeners.forEach(listener -> listener.connectionClosed(event));
  }

  @Override
  public void cleanup() {
    handles.forEach(JobConnectionHandle::invalidate);
    handles.clear();
  }

  @Override
  public void destroy() {
    cleanup();
  }

  @Override
  public void addConnectionEventListener(ConnectionEventListener listener) {
    listeners.add(listener);
  }

  @Override
  public void removeConnectionEventListener(ConnectionEventListener listener) {
    listeners.remove(listener);
  }

  @Override
  public XAResource getXAResource() throws ResourceException {
    throw noTransactions();
  }

  @Override
  public LocalTransaction getLocalTransaction() throws ResourceException {
    throw noTransactions();
  }

  private static ResourceException noTransactions() {
    return new NotSupportedException("the data source takes part in the transaction, not this");
  }

  @Override
  public ManagedConnectionMetaData getMetaData() {
    return new MetaData();
  }

  @Override
  public void setLogWriter(PrintWriter logWriter) {
    this.logWriter = logWriter;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  private static final class MetaData implements ManagedConnectionMetaData {
    @Override
    public String getEISProductName() {
      return "PowerJob";
    }

    @Override
    public String getEISProductVersion() {
      return "5";
    }

    @Override
    public int getMaxConnections() {
      return 0;
    }

    @Override
    public String getUserName() {
      return "";
    }
  }
}
