package tech.powerjob.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.host.StandaloneHost;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.WorkerRuntime;
import tech.powerjob.worker.internal.connection.JmsLinks;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;
import tech.powerjob.worker.internal.heartbeat.LocalAddress;

/**
 * A worker: finds a server, runs what it is told, says how that went. It only dials out and opens
 * no port. Between {@link #init()} and {@link #destroy()} it keeps the JVM alive and outlives
 * servers that go away. Thread-safe.
 *
 * <pre>{@code
 * var config = new PowerJobWorkerConfig();
 * config.setAppName("demo");
 * config.setPassword("secret");
 * config.setServerAddress(List.of("127.0.0.1:7700"));
 * var worker = new PowerJobWorker(config);
 * worker.init();
 * }</pre>
 */
public class PowerJobWorker {
  private static final Logger LOG = LoggerFactory.getLogger(PowerJobWorker.class);

  private final PowerJobWorkerConfig config;
  private final WorkerHost givenHost;
  private final ReentrantLock lock = new ReentrantLock();
  private WorkerRuntime runtime;
  private boolean used;

  /** A worker that makes its own threads. */
  public PowerJobWorker(PowerJobWorkerConfig config) {
    this(config, null);
  }

  /**
   * A worker within a host, which it closes when it is destroyed.
   *
   * @param host {@code null} for threads of its own
   */
  public PowerJobWorker(PowerJobWorkerConfig config, WorkerHost host) {
    this.config = config;
    this.givenHost = host;
  }

  /**
   * Starts the worker. It may be started once.
   *
   * @throws IllegalArgumentException if the configuration is unusable; the message names property,
   *     value and rule
   * @throws IllegalStateException if it was started before
   * @throws tech.powerjob.common.exception.PowerJobException if no server lets it in and it may not
   *     wait for one; the message names each address tried and why it did not work
   */
  public void init() throws Exception {
    lock.lock();
    try {
      if (used) {
        throw new IllegalStateException("this worker was started before; make another one");
      }
      config.validate();
      var identity =
          new Heartbeats.Identity(
              UUID.randomUUID().toString(),
              LocalAddress.find(Settings.ofProcess(), config.getPort()),
              config.getTag(),
              version());
      used = true;
      runtime = start(identity);
      LOG.info(
          "worker {} of app '{}' started as {}, version {}",
          identity.address(),
          config.getAppName(),
          identity.workerId(),
          identity.version());
    } finally {
      lock.unlock();
    }
  }

  private WorkerRuntime start(Heartbeats.Identity identity) {
    var host =
        givenHost != null ? givenHost : new StandaloneHost(config.getMaxLightweightTaskNum());
    var links =
        new JmsLinks(
            config.getAppName(),
            config.getPassword(),
            identity.workerId(),
            List.copyOf(config.getServerAddress()));
    var starting = new WorkerRuntime(config, identity, host, links, Ticker.SYSTEM);
    try {
      starting.start();
      return starting;
    } catch (RuntimeException e) {
      starting.close();
      throw e;
    }
  }

  /**
   * Stops the worker: it takes no more runs, waits for those at work as long as the configuration
   * says, sends their results, and hangs up. May be called more than once.
   */
  public void destroy() throws Exception {
    lock.lock();
    try {
      if (runtime != null) {
        runtime.stop();
        runtime = null;
        LOG.info("worker of app '{}' stopped", config.getAppName());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the worker has a line to the servers now. */
  public boolean isConnected() {
    lock.lock();
    try {
      return runtime != null && runtime.isConnected();
    } finally {
      lock.unlock();
    }
  }

  private static String version() {
    var properties = new Properties();
    try (var in = PowerJobWorker.class.getResourceAsStream("worker.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the worker's jar is broken", e);
    }
    return properties.getProperty("version");
  }
}
