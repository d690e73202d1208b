package tech.powerjob.worker.internal.connection;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one broker for the tasks of distributed instances, apart from the line over which
 * heartbeats and reports go. It never repairs itself. Thread-safe; its sessions are not.
 */
public final class TaskLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskLink.class);

  /**
   * Larger messages are stored one file each, which takes long. Packs and outcomes stay below it;
   * the broker's journal takes up to 490 KiB.
   */
  private static final int LARGE_FROM = 300 * 1024;

  private final JmsLink.Login login;
  private final ServerLocator locator;
  private final ClientSessionFactory sessions;

  private TaskLink(JmsLink.Login login, ServerLocator locator, ClientSessionFactory sessions) {
    this.login = login;
    this.locator = locator;
    this.sessions = sessions;
  }

  /**
   * Connects.
   *
   * @param broker {@code host:port}
   * @throws LinkException if that does not work
   */
  static TaskLink open(String broker, boolean tls, JmsLink.Login login) throws LinkException {
    var thread = Thread.currentThread();
    var context = thread.getContextClassLoader();
    // The client finds its transport through the context class loader.
    thread.setContextClassLoader(TaskLink.class.getClassLoader());
    ServerLocator locator = null;
    try {
      locator = ActiveMQClient.createServerLocatorWithoutHA(Transport.to(broker, tls));
      Transport.bound(locator);
      locator.setMinLargeMessageSize(LARGE_FROM);
      // A consumer asks for each message when it has room, unless it says otherwise.
      locator.setConsumerWindowSize(0);
      locator.setBlockOnAcknowledge(false);
      // All that matters is sent in transactions, whose end is waited for.
      locator.setBlockOnDurableSend(false);
      locator.setBlockOnNonDurableSend(false);
      return new TaskLink(login, locator, locator.createSessionFactory());
    } catch (Exception e) {
      if (locator != null) {
        locator.close();
      }
      throw new LinkException("failed: " + e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  /** A transacted session for one user, to be closed by it. */
  public ClientSession session() throws ActiveMQException {
    return sessions.createSession(login.appName(), login.password(), false, false, false, false, 0);
  }

  /** Whether nothing can come of it any more. */
  public boolean isClosed() {
    return sessions.isClosed() || locator.isClosed();
  }

  /** Hangs up. Sessions still open break. */
  @Override
  public void close() {
    try {
      sessions.close();
      locator.close();
    } catch (RuntimeException e) {
      LOG.debug("closing a broken connection failed", e);
    }
  }
}
