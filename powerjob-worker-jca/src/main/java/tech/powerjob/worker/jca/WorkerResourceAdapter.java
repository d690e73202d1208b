package tech.powerjob.worker.jca;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.transaction.xa.XAResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.jca.connection.JobManagedConnectionFactory;
import tech.powerjob.worker.jca.connection.Outboxes;
import tech.powerjob.worker.jca.outbox.DataSourceName;
import tech.powerjob.worker.jca.outbox.Outbox;
import tech.powerjob.worker.jca.outbox.OutboxRelay;

/**
 * Runs workers inside an application server, one for each application that its beans belong to, and
 * delivers what transactions put into outboxes. A worker starts with its first bean and stops with
 * its last one. Neither needs a PowerJob server to be up for that. Thread-safe.
 */
public class WorkerResourceAdapter implements ResourceAdapter, Outboxes {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerResourceAdapter.class);

  /** Starts a worker. */
  @FunctionalInterface
  interface Starter {
    /** The running worker; closing it stops it. */
    AutoCloseable start(PowerJobWorkerConfig config, WorkerHost host) throws Exception;
  }

  /** A worker with its beans. */
  private record Running(AutoCloseable worker, Endpoints beans) {}

  /** Where an activated bean belongs. */
  private record Activated(WorkerActivation.WorkerKey key, String name) {}

  /** An outbox that is delivered. */
  private record OutboxKey(ServerAccess access, String dataSource) {}

  private record Relaying(OutboxRelay relay, WorkManagerHost host) {
    void stop() {
      relay.stop();
      host.close();
    }
  }

  private static final LongSupplier CLOCK = System::currentTimeMillis;

  /**
   * The adapter that was set up. WildFly makes another one, without settings, for each connection
   * factory that an application defines; that one asks this.
   */
  private static final AtomicReference<WorkerResourceAdapter> SET_UP = new AtomicReference<>();

  private final Starter starter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<WorkerActivation.WorkerKey, Running> workers = new HashMap<>();
  private final Map<MessageEndpointFactory, Activated> activations = new IdentityHashMap<>();
  private final Map<OutboxKey, Relaying> relays = new HashMap<>();
  private BootstrapContext context;
  private Timer timer;

  // Set by the container before the start.
  private String serverAddress;
  private String applicationName;
  private String password;
  private String dataSource;

  public WorkerResourceAdapter() {
    this(WorkerResourceAdapter::startWorker);
  }

  WorkerResourceAdapter(Starter starter) {
    this.starter = starter;
  }

  private static AutoCloseable startWorker(PowerJobWorkerConfig config, WorkerHost host)
      throws Exception {
    var worker = new PowerJobWorker(config, host);
    worker.init();
    return worker::destroy;
  }

  @Override
  public void start(BootstrapContext bootstrapContext) throws ResourceAdapterInternalException {
    lock.lock();
    try {
      context = bootstrapContext;
      timer = bootstrapContext.createTimer();
      if (isSetUp()) {
        SET_UP.set(this);
      }
      if (AdapterDefaults.isText(dataSource)) {
        // What was committed before a crash is not to wait for somebody to ask for a connection.
        relay(new OutboxKey(ServerAccess.of(AdapterDefaults.NONE, defaults()), dataSource));
      }
    } catch (UnavailableException e) {
      throw new ResourceAdapterInternalException("the server gives no timer to the worker", e);
    } catch (InvalidPropertyException e) {
      throw new ResourceAdapterInternalException(e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private boolean isSetUp() {
    return AdapterDefaults.isText(serverAddress)
        || AdapterDefaults.isText(applicationName)
        || AdapterDefaults.isText(dataSource);
  }

  @Override
  public void stop() {
    SET_UP.compareAndSet(this, null);
    Map<WorkerActivation.WorkerKey, Running> left;
    lock.lock();
    try {
      left = Map.copyOf(workers);
      workers.clear();
      activations.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(WorkerResourceAdapter::stop);
    lock.lock();
    try {
      relays.values().forEach(Relaying::stop);
      relays.clear();
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void endpointActivation(MessageEndpointFactory bean, ActivationSpec spec)
      throws ResourceException {
    var activation = (WorkerActivation) spec;
    activation.validate();
    var key = activation.workerKey(defaults());
    var name = activation.processorName(bean.getEndpointClass());
    lock.lock();
    try {
      var running = workers.get(key);
      if (running != null) {
        running.beans.add(name, bean, activation.getConcurrency());
      } else {
        var beans = new Endpoints();
        beans.add(name, bean, activation.getConcurrency());
        workers.put(key, start(activation.workerConfig(key), beans));
      }
      activations.put(bean, new Activated(key, name));
      LOG.info("bean '{}' runs jobs of {}", name, key);
    } catch (IllegalArgumentException e) {
      throw new ResourceException(e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private Running start(PowerJobWorkerConfig config, Endpoints beans) throws ResourceException {
    var host = new WorkManagerHost(context.getWorkManager(), timer, beans);
    try {
      return new Running(starter.start(config, host), beans);
    } catch (Exception e) {
      host.close();
      throw new ResourceException("the worker cannot start: " + e.getMessage(), e);
    }
  }

  @Override
  public void endpointDeactivation(MessageEndpointFactory bean, ActivationSpec spec) {
    Activated activated;
    Running running;
    boolean last;
    lock.lock();
    try {
      activated = activations.remove(bean);
      if (activated == null) {
        return;
      }
      running = workers.get(activated.key);
      last = running.beans.isOnly(activated.name);
      if (last) {
        workers.remove(activated.key);
      }
    } finally {
      lock.unlock();
    }
    // Takes as long as runs may take to end; other applications are not to wait for that.
    if (last) {
      // Drains with the bean still open, so that no run misses it.
      stop(activated.key, running);
    } else {
      close(activated.name, running.beans);
    }
    LOG.info("bean '{}' runs no more jobs of {}", activated.name, activated.key);
  }

  private static void close(String name, Endpoints beans) {
    try {
      if (!beans.close(name, PowerJobWorkerConfig.DEFAULT_STOP_TIMEOUT)) {
        LOG.warn("bean '{}' is undeployed while a run of it goes on", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(WorkerActivation.WorkerKey key, Running running) {
    try {
      running.worker.close();
    } catch (Exception e) {
      LOG.warn("the worker of {} did not stop cleanly", key, e);
    }
  }

  @Override
  public Outbox open(JobManagedConnectionFactory settings) throws ResourceException {
    var setUp = SET_UP.get();
    return isSetUp() || setUp == null ? outbox(settings) : setUp.outbox(settings);
  }

  private Outbox outbox(JobManagedConnectionFactory settings) throws ResourceException {
    var own =
        new AdapterDefaults(
            settings.getServerAddress(), settings.getApplicationName(), settings.getPassword());
    var access = ServerAccess.of(own, defaults());
    var name = AdapterDefaults.firstText(settings.getDataSource(), dataSource);
    if (!AdapterDefaults.isText(name)) {
      throw new InvalidPropertyException(
          "dataSource must be set, here or for the adapter: it has the table powerjob_outbox");
    }
    lock.lock();
    try {
      var relay = relay(new OutboxKey(access, name));
      return new Outbox(access.applicationName(), new DataSourceName(name), relay::wake, CLOCK);
    } finally {
      lock.unlock();
    }
  }

  /** The relay of an outbox, started if there is none yet. The lock is held. */
  private OutboxRelay relay(OutboxKey key) {
    return relays.computeIfAbsent(key, this::startRelay).relay;
  }

  private Relaying startRelay(OutboxKey key) {
    var host = new WorkManagerHost(context.getWorkManager(), timer, new Endpoints());
    var access = key.access;
    var relay =
        new OutboxRelay(
            access.applicationName(),
            access.password(),
            access.servers(),
            new DataSourceName(key.dataSource),
            host,
            CLOCK);
    relay.start();
    return new Relaying(relay, host);
  }

  private AdapterDefaults defaults() {
    return new AdapterDefaults(serverAddress, applicationName, password);
  }

  /** Servers of beans that name none, {@code host:port} with commas between. */
  public String getServerAddress() {
    return serverAddress;
  }

  public void setServerAddress(String serverAddress) {
    this.serverAddress = serverAddress;
  }

  /** Application of beans that name none. */
  public String getApplicationName() {
    return applicationName;
  }

  public void setApplicationName(String applicationName) {
    this.applicationName = applicationName;
  }

  /** Password of beans that bring none. */
  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** JNDI name of the data source whose outbox is delivered; {@code null} for none. */
  public String getDataSource() {
    return dataSource;
  }

  public void setDataSource(String dataSource) {
    this.dataSource = dataSource;
  }

  /** Messages are not redelivered by transaction recovery: servers send them again. */
  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  /** There is one of each class in a server; containers ask for equality. */
  @Override
  public boolean equals(Object other) {
    return other instanceof WorkerResourceAdapter;
  }

  @Override
  public int hashCode() {
    return List.of("PowerJob worker").hashCode();
  }
}
