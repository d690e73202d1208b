package tech.powerjob.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.wire.security.QueueOwners;

/**
 * The running broker of this process. Listens on {@code powerjob.jms.host} and {@code
 * powerjob.jms.port}, keeps its files in folder {@code broker} of {@code powerjob.data-dir}.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /**
   * Artemis writes every operation of every client to these loggers at INFO, which costs more than
   * the operation. Who wants to read it sets their level. Held here, or the level would be lost.
   */
  private static final java.util.logging.Logger AUDIT =
      java.util.logging.Logger.getLogger("org.apache.activemq.audit");

  private final EmbeddedActiveMQ artemis;

  private final QueueOwners.Register owners;

  private EmbeddedBroker(EmbeddedActiveMQ artemis, TemporaryQueues temporaryQueues) {
    this.artemis = artemis;
    this.owners = temporaryQueues::owner;
  }

  /**
   * Starts a broker and returns when it takes connections, within a few seconds.
   *
   * @throws BrokerException if the port is in use, the host is not of this machine, the folder
   *     cannot be written or belongs to another running broker
   * @throws IllegalArgumentException if a setting is not well-formed
   */
  public static EmbeddedBroker start(Settings settings) {
    requireWritable(settings.dataDir().resolve("broker"));
    requireFreePort(settings);
    if (AUDIT.getLevel() == null) {
      AUDIT.setLevel(java.util.logging.Level.WARNING);
    }
    // Artemis finds its services through the context class loader, which may be the server's.
    var thread = Thread.currentThread();
    var callersLoader = thread.getContextClassLoader();
    thread.setContextClassLoader(EmbeddedBroker.class.getClassLoader());
    try {
      return startHere(settings);
    } finally {
      thread.setContextClassLoader(callersLoader);
    }
  }

  private static EmbeddedBroker startHere(Settings settings) {
    var temporaryQueues = new TemporaryQueues();
    var artemis =
        new EmbeddedActiveMQ()
            .setConfiguration(BrokerConfiguration.of(settings, temporaryQueues))
            .setSecurityManager(new BrokerSecurity(System::nanoTime, temporaryQueues));
    var broker = new EmbeddedBroker(artemis, temporaryQueues);
    try {
      artemis.start();
      if (!broker.listens()) {
        throw new BrokerException(
            "it is not active, perhaps because another process uses that folder; the log says more");
      }
    } catch (Exception e) {
      broker.close();
      throw new BrokerException(
          "The broker did not start at %s:%d with powerjob.data-dir '%s': %s"
              .formatted(
                  settings.jmsHost(), settings.jmsPort(), settings.dataDir(), e.getMessage()),
          e);
    }
    QueueOwners.offer(broker.owners);
    LOG.info(
        "Broker listens on {}:{} for {}",
        settings.jmsHost(),
        settings.jmsPort(),
        String.join(", ", settings.jmsProtocols()));
    return broker;
  }

  /** Artemis goes on after some failures to listen, having told the log only. */
  private boolean listens() {
    var server = artemis.getActiveMQServer();
    var acceptor = server.getRemotingService().getAcceptor(BrokerConfiguration.TCP_ACCEPTOR);
    return server.isActive() && acceptor != null && acceptor.isStarted();
  }

  private static void requireFreePort(Settings settings) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(
          new InetSocketAddress(InetAddress.getByName(settings.jmsHost()), settings.jmsPort()));
    } catch (IOException e) {
      throw new BrokerException(
          ("powerjob.jms.port is '%d' but that port of powerjob.jms.host '%s' cannot be opened"
                  + " (%s); it must be free")
              .formatted(settings.jmsPort(), settings.jmsHost(), e.getMessage()),
          e);
    }
  }

  private static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "probe", null));
    } catch (IOException e) {
      throw new BrokerException(
          "powerjob.data-dir: folder '%s' cannot be written (%s)".formatted(folder, e), e);
    }
  }

  /** Stops the broker; may be called more than once. */
  @Override
  public void close() {
    QueueOwners.withdraw(owners);
    try {
      artemis.stop();
    } catch (Exception e) {
      LOG.warn("The broker did not stop cleanly", e);
    }
  }
}
