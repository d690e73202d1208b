package tech.powerjob.benchmarks;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What the broker gives at best when it only carries messages: one client sends texts of the size
 * of a command over TCP and another sends each back, many of them under way at once.
 */
final class JmsCeiling {
  private static final int UNDER_WAY = 200;
  private static final String TEXT = "x".repeat(400);

  private JmsCeiling() {}

  /** Round trips per second, of messages that are not kept on disk. */
  static double measure(int seconds) throws Exception {
    try (var broker = PlainBroker.inMemory();
        var factory = broker.factory();
        var near = factory.createConnection();
        var far = factory.createConnection()) {
      var echo = far.createSession(false, Session.AUTO_ACKNOWLEDGE);
      var back = producer(echo, "back");
      echo.createConsumer(echo.createQueue("there")).setMessageListener(m -> send(back, m));
      var window = new Semaphore(UNDER_WAY);
      var listening = near.createSession(false, Session.AUTO_ACKNOWLEDGE);
      listening
          .createConsumer(listening.createQueue("back"))
          .setMessageListener(message -> window.release());
      near.start();
      far.start();
      var sending = near.createSession(false, Session.AUTO_ACKNOWLEDGE);
      var there = producer(sending, "there");
      roundTrips(sending, there, window, 2); // Warms up.
      return roundTrips(sending, there, window, seconds);
    }
  }

  private static MessageProducer producer(Session session, String queue) throws JMSException {
    var producer = session.createProducer(session.createQueue(queue));
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.setDisableMessageID(true);
    producer.setDisableMessageTimestamp(true);
    return producer;
  }

  private static double roundTrips(
      Session session, MessageProducer there, Semaphore window, int seconds) throws Exception {
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    long sent = 0;
    while (System.nanoTime() < end) {
      if (!window.tryAcquire(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no message has come back for 10 s");
      }
      there.send(session.createTextMessage(TEXT));
      sent++;
    }
    window.acquire(UNDER_WAY);
    window.release(UNDER_WAY);
    return sent / ((System.nanoTime() - begun) / 1e9);
  }

  private static void send(MessageProducer producer, jakarta.jms.Message message) {
    try {
      producer.send(message);
    } catch (JMSException e) {
      throw new IllegalStateException("the broker takes nothing back", e);
    }
  }
}
