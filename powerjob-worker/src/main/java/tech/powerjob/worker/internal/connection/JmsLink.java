package tech.powerjob.worker.internal.connection;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.jms.UnreadableMessageException;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.wire.WorkerHeartbeat;

/**
 * A line over JMS. It listens on a queue that the broker keeps little longer, and never repairs
 * itself: whoever holds it opens another. Each kind of message has its own session, so that a flood
 * of log lines holds up neither reports nor heartbeats.
 */
final class JmsLink implements ServerLink {
  /** Who the worker is towards the broker. */
  record Login(String appName, String password, String workerId) {
    @Override
    public String toString() {
      return appName + '/' + workerId;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(JmsLink.class);

  private final WorkerConnection connectionInfo;
  private final String workerId;
  private final MessageCodec codec;
  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final Sender heartbeats;
  private final Sender reports;
  private final Sender logs;

  private JmsLink(
      WorkerConnection connectionInfo,
      String workerId,
      MessageCodec codec,
      ActiveMQConnectionFactory factory,
      Connection connection)
      throws JMSException {
    this.connectionInfo = connectionInfo;
    this.workerId = workerId;
    this.codec = codec;
    this.factory = factory;
    this.connection = connection;
    heartbeats = new Sender(session -> session.createTopic(Addresses.HEARTBEAT));
    reports = new Sender(session -> session.createQueue(Addresses.REPORT));
    logs = new Sender(session -> session.createQueue(Addresses.LOG));
  }

  /**
   * Connects, logs in, and listens.
   *
   * @param broker {@code host:port}
   * @throws LinkException if any of it fails
   */
  static JmsLink open(
      String broker, WorkerConnection info, Login login, MessageCodec codec, LinkListener listener)
      throws LinkException {
    var thread = Thread.currentThread();
    var context = thread.getContextClassLoader();
    // The client finds its transport through the context class loader.
    thread.setContextClassLoader(JmsLink.class.getClassLoader());
    ActiveMQConnectionFactory factory = null;
    try {
      factory = factory(broker, info.tls());
      var connection = factory.createConnection(login.appName(), login.password());
      connection.setExceptionListener(e -> listener.lost(e.getMessage()));
      var link = new JmsLink(info, login.workerId(), codec, factory, connection);
      var own = Addresses.worker(info.appId(), login.workerId());
      link.listen(own, own, listener);
      link.listenToCoordinators(listener);
      connection.start();
      return link;
    } catch (JMSSecurityException e) {
      closeQuietly(factory);
      throw new LinkException("refused the login or the use of an address: " + e.getMessage(), e);
    } catch (JMSException | ActiveMQException | RuntimeException e) {
      closeQuietly(factory);
      throw new LinkException("failed: " + e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private static ActiveMQConnectionFactory factory(String broker, boolean tls)
      throws LinkException {
    var factory = new ActiveMQConnectionFactory(false, Transport.to(broker, tls));
    Transport.bound(factory.getServerLocator());
    return factory;
  }

  private void listenToCoordinators(LinkListener listener) throws JMSException, ActiveMQException {
    var address = Addresses.announce(connectionInfo.appId());
    try {
      listen(address, address + "." + workerId, listener);
    } catch (ActiveMQSecurityException | JMSSecurityException e) {
      LOG.warn(
          "the server is older than this worker, which takes no part in distributed instances: {}",
          e.getMessage());
    }
  }

  /**
   * Listens on a queue of this worker's own.
   *
   * @param address where the messages go; the queue's name, unless others listen there too
   */
  private void listen(String address, String queue, LinkListener listener)
      throws JMSException, ActiveMQException {
    boolean shared = !address.equals(queue);
    var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    try {
      // Not a temporary queue: a broker that stood still keeps the session of the former line for
      // up to a minute, would say until then that the queue exists, and then take it away.
      ((ActiveMQSession) session)
          .getCoreSession()
          .createQueue(
              QueueConfiguration.of(queue)
                  .setAddress(address)
                  .setRoutingType(shared ? RoutingType.MULTICAST : RoutingType.ANYCAST)
                  .setDurable(false)
                  .setAutoDelete(true)
                  .setAutoCreateAddress(true));
    } catch (ActiveMQQueueExistsException e) {
      LOG.debug("the queue of a former line is used again: {}", queue);
    }
    // The latest line gets everything, also while the broker still believes in a former one.
    long priority = System.currentTimeMillis() / 1000 % Integer.MAX_VALUE;
    var source = shared ? address + "::" + queue : queue;
    session
        .createConsumer(session.createQueue(source + "?consumer-priority=" + priority))
        .setMessageListener(message -> deliver(message, listener));
  }

  private void deliver(Message message, LinkListener listener) {
    try {
      listener.received(codec.read(message));
    } catch (UnreadableMessageException e) {
      LOG.warn("a message is dropped: {}", e.getMessage());
    } catch (JMSException e) {
      LOG.warn("a message cannot be taken out of the connection, it is dropped", e);
    } catch (RuntimeException e) {
      LOG.error("a message could not be handled, it is dropped", e);
    }
  }

  @Override
  public WorkerConnection connection() {
    return connectionInfo;
  }

  @Override
  public void send(WireMessage message) throws LinkException {
    try {
      senderOf(message).send(message);
    } catch (JMSException e) {
      throw new LinkException("sending failed: " + e.getMessage(), e);
    }
  }

  private Sender senderOf(WireMessage message) {
    if (message instanceof WorkerHeartbeat) {
      return heartbeats;
    }
    if (message instanceof InstanceReports) {
      return reports;
    }
    if (message instanceof LogLines) {
      return logs;
    }
    throw new IllegalArgumentException("a worker does not send a " + message.type());
  }

  @Override
  public void close() {
    closeQuietly(connection);
    closeQuietly(factory);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    if (closeable == null) {
      return;
    }
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.debug("closing a broken connection failed", e);
    }
  }

  private interface DestinationOf {
    Destination in(Session session) throws JMSException;
  }

  /** A producer with the session that it shares with nobody; sessions are not thread-safe. */
  private final class Sender {
    private final Session session;
    private final MessageProducer producer;
    private final ReentrantLock lock = new ReentrantLock();

    Sender(DestinationOf destination) throws JMSException {
      session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      producer = session.createProducer(destination.in(session));
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setDisableMessageID(true);
      producer.setDisableMessageTimestamp(true);
    }

    void send(WireMessage message) throws JMSException {
      lock.lock();
      try {
        var text = session.createTextMessage();
        codec.write(message, text);
        producer.send(text);
      } finally {
        lock.unlock();
      }
    }
  }
}
