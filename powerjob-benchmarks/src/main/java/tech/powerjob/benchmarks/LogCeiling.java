package tech.powerjob.benchmarks;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Session;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What database and broker do with log lines when they do nothing else. */
final class LogCeiling {
  private static final String LINE =
      "order 100000007 of customer 31313 was checked and sent to warehouse 7 in 437 ms";
  private static final int BATCH = 500;
  private static final int LINES_OF_A_TEXT = 280;
  private static final int UNDER_WAY = 40;

  private LogCeiling() {}

  /** Lines per second that one thread inserts as rows. */
  static double rows(TestDatabase database, int seconds) throws SQLException {
    try (var connection = database.connect(database.create("lines"));
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE line (id BIGINT NOT NULL PRIMARY KEY, instance_id BIGINT NOT NULL,"
              + " log_time BIGINT NOT NULL, log_level INT NOT NULL, content VARCHAR(4000),"
              + " worker VARCHAR(255))");
      statement.execute("CREATE INDEX idx_line ON line (instance_id, log_time, id)");
      connection.setAutoCommit(false);
      long rows = 0;
      long begun = System.nanoTime();
      long end = begun + TimeUnit.SECONDS.toNanos(seconds);
      try (var insert = connection.prepareStatement("INSERT INTO line VALUES (?,?,?,?,?,?)")) {
        while (System.nanoTime() < end) {
          for (int i = 0; i < BATCH; i++) {
            insert.setLong(1, rows++);
            insert.setLong(2, 7);
            insert.setLong(3, System.currentTimeMillis());
            insert.setInt(4, 2);
            insert.setString(5, LINE);
            insert.setString(6, "127.0.0.1:27777");
            insert.addBatch();
          }
          insert.executeBatch();
          connection.commit();
        }
      }
      return rows / ((System.nanoTime() - begun) / 1e9);
    }
  }

  /** Lines per second that a broker carries from one client to another. */
  static double jms(int seconds) throws Exception {
    try (var broker = PlainBroker.inMemory();
        var factory = broker.factory();
        var near = factory.createConnection();
        var far = factory.createConnection()) {
      var window = new Semaphore(UNDER_WAY);
      var hearing = far.createSession(false, Session.AUTO_ACKNOWLEDGE);
      hearing
          .createConsumer(hearing.createQueue("lines"))
          .setMessageListener(message -> window.release());
      far.start();
      var sending = near.createSession(false, Session.AUTO_ACKNOWLEDGE);
      var producer = sending.createProducer(sending.createQueue("lines"));
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setDisableMessageID(true);
      var text =
          ("{\"instanceId\":712345678901234567,\"time\":1795374361651,\"level\":2,\"content\":\""
                  + LINE
                  + "\"},")
              .repeat(LINES_OF_A_TEXT);
      long texts = 0;
      long begun = System.nanoTime();
      long end = begun + TimeUnit.SECONDS.toNanos(seconds);
      while (System.nanoTime() < end) {
        if (!window.tryAcquire(10, TimeUnit.SECONDS)) {
          throw new IllegalStateException("no message has arrived for 10 s");
        }
        producer.send(sending.createTextMessage(text));
        texts++;
      }
      window.acquire(UNDER_WAY);
      return texts * LINES_OF_A_TEXT / ((System.nanoTime() - begun) / 1e9);
    }
  }
}
