package tech.powerjob.benchmarks;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * What the broker gives at best when it only carries the messages of distributed instances: durable
 * ones, sent and consumed in transactions over TCP, with the journal and the memory that the
 * server's own broker has. Not thread-safe.
 */
final class TaskCeiling implements AutoCloseable {
  private static final String QUEUE = "todo";
  private static final int SENT_IN_ONE = 16;
  private static final long PATIENCE = 30;
  private static final int MEBIBYTE = 1024 * 1024;

  private final PlainBroker broker;
  private final ActiveMQConnectionFactory factory;

  private TaskCeiling(PlainBroker broker) {
    this.broker = broker;
    factory = broker.factory();
  }

  static TaskCeiling start(Path folder) throws Exception {
    return new TaskCeiling(
        PlainBroker.start(
            new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setJournalDirectory(folder.resolve("journal").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setMaxDiskUsage(-1)
                .addAddressSetting(
                    "#",
                    new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setMaxSizeBytes(8L * MEBIBYTE)
                        .setPageSizeBytes(MEBIBYTE)
                        .setMaxReadPageBytes(2 * MEBIBYTE)
                        .setAutoDeleteQueues(false))));
  }

  /** Messages per second that are sent and consumed at the same time. */
  double carry(int messages, int bytes, int consumers) throws Exception {
    return messages / (seconds(messages, bytes, consumers));
  }

  /** Median time in which so many messages are sent in one transaction and all consumed. */
  double latencyMillis(int messages, int bytes, int consumers, int runs) throws Exception {
    long[] micros = new long[runs];
    try (var field = new Field(factory, consumers)) {
      for (int i = -runs; i < runs; i++) {
        long taken = field.nanos(messages, bytes, messages) / 1_000;
        if (i >= 0) {
          micros[i] = taken;
        }
      }
    }
    return Bench.percentile(micros, 0.5) / 1e3;
  }

  private double seconds(int messages, int bytes, int consumers) throws Exception {
    try (var field = new Field(factory, consumers)) {
      return field.nanos(messages, bytes, SENT_IN_ONE) / 1e9;
    }
  }

  /** One who sends and some who consume, each on a connection of its own. */
  private static final class Field implements AutoCloseable {
    private final List<Connection> connections = new ArrayList<>();
    private final Session sending;
    private volatile CountDownLatch left = new CountDownLatch(0);

    Field(ActiveMQConnectionFactory factory, int consumers) throws JMSException {
      sending = session(factory);
      for (int i = 0; i < consumers; i++) {
        var session = session(factory);
        var consumer = session.createConsumer(session.createQueue(QUEUE));
        var thread = new Thread(() -> consume(session, consumer), "consumer");
        thread.setDaemon(true);
        thread.start();
      }
    }

    private Session session(ActiveMQConnectionFactory factory) throws JMSException {
      var connection = factory.createConnection();
      connections.add(connection);
      connection.start();
      return connection.createSession(true, Session.SESSION_TRANSACTED);
    }

    private void consume(Session session, MessageConsumer consumer) {
      try {
        for (var message = consumer.receive(); message != null; message = consumer.receive()) {
          ((BytesMessage) message)
              .readBytes(new byte[(int) ((BytesMessage) message).getBodyLength()]);
          session.commit();
          left.countDown();
        }
      } catch (JMSException e) {
        // Closed: the measurement is over, or says that messages are missing.
      }
    }

    long nanos(int messages, int bytes, int inOne) throws Exception {
      var body = new byte[bytes];
      new Random(bytes).nextBytes(body);
      left = new CountDownLatch(messages);
      try (var producer = sending.createProducer(sending.createQueue(QUEUE))) {
        long begun = System.nanoTime();
        for (int i = 1; i <= messages; i++) {
          var message = sending.createBytesMessage();
          message.writeBytes(body);
          producer.send(message);
          if (i % inOne == 0 || i == messages) {
            sending.commit();
          }
        }
        if (!left.await(PATIENCE, TimeUnit.SECONDS)) {
          throw new IllegalStateException(left.getCount() + " messages have not come");
        }
        return System.nanoTime() - begun;
      }
    }

    @Override
    public void close() throws JMSException {
      for (var connection : connections) {
        connection.close();
      }
    }
  }

  @Override
  public void close() throws Exception {
    factory.close();
    broker.close();
  }
}
