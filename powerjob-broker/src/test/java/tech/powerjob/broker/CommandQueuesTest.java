package tech.powerjob.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.config.Settings;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;
import tech.powerjob.wire.security.QueueOwners;

/** Who may say what on the queues of commands and their answers, and what the broker writes. */
class CommandQueuesTest {
  private static final long PATIENCE = 5_000;

  @TempDir static Path folder;
  private static TestBroker broker;
  private static Session server;

  @BeforeAll
  static void start() throws JMSException {
    var properties = new Properties();
    properties.setProperty("powerjob.data-dir", folder.toString());
    properties.setProperty("powerjob.jms.port", Integer.toString(TestBroker.freePort()));
    properties.setProperty("powerjob.jms.protocols", "CORE,AMQP,STOMP");
    broker = new TestBroker(Settings.of(properties, Map.of()));
    server = session(broker.server());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void drain() throws JMSException {
    for (var queue : new String[] {Addresses.COMMAND, Addresses.COMMAND_DEAD}) {
      try (var consumer = server.createConsumer(server.createQueue(queue))) {
        while (consumer.receiveNoWait() != null) {
          // Left by the test before.
        }
      }
    }
  }

  @Test
  void commandOfCoreClient_carriesSenderAndIdAndIsDurable() throws JMSException {
    var session = session(broker.application("one"));
    var message = session.createTextMessage("{}");
    message.setStringProperty(CommandProperties.ID, "forged");
    message.setStringProperty("JMSXUserID", "two");
    message.setStringProperty(CommandProperties.SENDER, "two");
    message.setStringProperty(CommandProperties.REASON, "forged");
    message.setStringProperty(CommandProperties.REPLY_TO, "forged");
    message.setJMSReplyTo(session.createQueue("powerjob.reply.one.x"));
    sendNotPersistent(session, message);

    var taken = take(Addresses.COMMAND);
    assertThat(taken.getStringProperty("JMSXUserID")).isEqualTo("one");
    assertThat(taken.getStringProperty(CommandProperties.SENDER)).isEqualTo("one");
    assertThat(UUID.fromString(taken.getStringProperty(CommandProperties.ID))).isNotNull();
    assertThat(taken.getLongProperty(CommandProperties.TAKEN)).isPositive();
    assertThat(taken.getStringProperty(CommandProperties.REASON)).isNull();
    assertThat(taken.getStringProperty(CommandProperties.REPLY_TO))
        .isEqualTo("powerjob.reply.one.x");
    assertThat(taken.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
  }

  @Test
  void commandOfAmqpClient_keepsItsFormAndCarriesSenderAndId() throws JMSException {
    try (var connection = amqp("one", TestBroker.PASSWORD)) {
      var session = session(connection);
      var answers = session.createTemporaryQueue();
      var map = session.createMapMessage();
      map.setString("command", "run");
      map.setLong("jobId", 7);
      map.setJMSReplyTo(answers);
      map.setJMSCorrelationID("mine");
      map.setStringProperty("JMSXUserID", "two");
      map.setStringProperty(CommandProperties.SENDER, "two");
      sendNotPersistent(session, map);

      var taken = (MapMessage) take(Addresses.COMMAND);
      assertThat(taken.getLong("jobId")).isEqualTo(7);
      assertThat(taken.getJMSCorrelationID()).isEqualTo("mine");
      assertThat(taken.getStringProperty(CommandProperties.SENDER)).isEqualTo("one");
      assertThat(UUID.fromString(taken.getStringProperty(CommandProperties.ID))).isNotNull();
      assertThat(taken.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
      var replyTo = taken.getStringProperty(CommandProperties.REPLY_TO);
      assertThat(QueueOwners.owner(replyTo)).contains("one");

      server.createProducer(server.createQueue(replyTo)).send(server.createTextMessage("answer"));
      var answer = (TextMessage) session.createConsumer(answers).receive(PATIENCE);
      assertThat(answer.getText()).isEqualTo("answer");
    }
  }

  @Test
  void amqpClientWithWrongPasswordOrNone_isRefused() {
    assertThatThrownBy(() -> amqp("one", "wrong")).isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> amqp(null, null)).isInstanceOf(JMSException.class);
  }

  @Test
  void amqpClient_mayNotListenElsewhere() throws JMSException {
    for (var name :
        new String[] {
          Addresses.COMMAND,
          Addresses.COMMAND_DEAD,
          Addresses.REPORT,
          Addresses.reply("two", "x"),
          BrokerConfiguration.DEAD_LETTER
        }) {
      try (var connection = amqp("one", TestBroker.PASSWORD)) {
        var session = session(connection);
        assertThatThrownBy(() -> session.createConsumer(session.createQueue(name)))
            .as(name)
            .isInstanceOf(JMSException.class);
      }
    }
  }

  /** Their sender is not known for sure, so what workers say must not come that way. */
  @Test
  void amqpClient_maySendNothingButCommands() throws JMSException {
    for (var name :
        new String[] {
          Addresses.REPORT, Addresses.HEARTBEAT, Addresses.TASK_REPORT, Addresses.task(1, 2, 1, "x")
        }) {
      try (var connection = amqp("one", TestBroker.PASSWORD)) {
        var session = session(connection);
        assertThatThrownBy(
                () ->
                    session
                        .createProducer(session.createQueue(name))
                        .send(session.createTextMessage("x")))
            .as(name)
            .isInstanceOf(JMSException.class);
      }
    }
  }

  @Test
  void longCommands_comeWhole() throws JMSException {
    var text = "é".repeat(600_000);
    var core = session(broker.application("one"));
    core.createProducer(core.createQueue(Addresses.COMMAND)).send(core.createTextMessage(text));
    assertThat(((TextMessage) take(Addresses.COMMAND)).getText()).isEqualTo(text);

    try (var connection = amqp("one", TestBroker.PASSWORD)) {
      var amqp = session(connection);
      amqp.createProducer(amqp.createQueue(Addresses.COMMAND)).send(amqp.createTextMessage(text));
      var taken = (TextMessage) take(Addresses.COMMAND);
      assertThat(taken.getText()).isEqualTo(text);
      assertThat(taken.getStringProperty(CommandProperties.SENDER)).isEqualTo("one");
    }
  }

  @Test
  void application_mayNotTakeCommandsNorWriteToTheDead() throws JMSException {
    var session = session(broker.application("one"));

    refused(() -> session.createConsumer(session.createQueue(Addresses.COMMAND)));
    refused(() -> session.createConsumer(session.createQueue(Addresses.COMMAND_DEAD)));
    refused(
        () ->
            session
                .createProducer(session.createQueue(Addresses.COMMAND_DEAD))
                .send(session.createTextMessage("x")));
    refused(
        () ->
            session
                .createProducer(session.createQueue(Addresses.reply("one", "x")))
                .send(session.createTextMessage("x")));
  }

  @Test
  void application_hasItsOwnReplyQueuesOnly() throws JMSException {
    var session = session(broker.application("one"));
    var own = Addresses.reply("one", "desk-1");
    server.createProducer(server.createQueue(own)).send(server.createTextMessage("early"));

    var early = session.createConsumer(session.createQueue(own)).receive(PATIENCE);
    assertThat(((TextMessage) early).getText()).isEqualTo("early");
    for (var name :
        new String[] {
          Addresses.reply("two", "x"),
          Addresses.reply("one.b", "x"),
          Addresses.reply("one", "x") + "::" + Addresses.reply("two", "x"),
          Addresses.REPLIES + "one",
          Addresses.REPLIES
        }) {
      refused(() -> session.createConsumer(session.createQueue(name)));
    }
  }

  @Test
  void temporaryQueue_isOfItsMakerAlone() throws JMSException {
    var maker = session(broker.application("one"));
    var queue = maker.createTemporaryQueue();
    maker.createConsumer(queue);
    var other = session(broker.application("two"));

    refused(() -> other.createConsumer(other.createQueue(queue.getQueueName())));
    refused(
        () ->
            other
                .createProducer(other.createQueue(queue.getQueueName()))
                .send(other.createTextMessage("x")));
    refused(() -> other.createConsumer(other.createQueue(UUID.randomUUID().toString())));
    assertThat(QueueOwners.owner(queue.getQueueName())).contains("one");
  }

  @Test
  void temporaryQueue_isForgottenWithItsConnection() throws JMSException {
    var connection = broker.overNetwork("one", TestBroker.PASSWORD);
    var name = session(connection).createTemporaryQueue().getQueueName();
    assertThat(QueueOwners.owner(name)).contains("one");

    connection.close();

    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(QueueOwners.owner(name)).isEmpty());
  }

  @Test
  void commandThatIsTooLarge_isSetAsideWithReason() throws JMSException {
    var session = session(broker.application("one"));
    session
        .createProducer(session.createQueue(Addresses.COMMAND))
        .send(session.createTextMessage("x".repeat((int) CommandProperties.MAX_BYTES)));

    var dead = take(Addresses.COMMAND_DEAD);
    assertThat(dead.getStringProperty(CommandProperties.REASON)).contains("may have at most");
    assertThat(dead.getStringProperty(CommandProperties.SENDER)).isEqualTo("one");
    try (var consumer = server.createConsumer(server.createQueue(Addresses.COMMAND))) {
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void commandThatIsTooLargeByAmqp_isRefused() throws JMSException {
    try (var connection = amqp("one", TestBroker.PASSWORD)) {
      var session = session(connection);
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(new byte[(int) CommandProperties.MAX_BYTES + 1]);
      var producer = session.createProducer(session.createQueue(Addresses.COMMAND));

      assertThatThrownBy(() -> producer.send(message))
          .isInstanceOf(JMSException.class)
          .hasMessageContaining("may have at most");
    }
  }

  private static Connection amqp(String user, String password) throws JMSException {
    var connection =
        new JmsConnectionFactory(
                user,
                password,
                "amqp://%s:%d?jms.requestTimeout=5000&amqp.saslMechanisms=%s"
                    .formatted(
                        broker.settings.jmsHost(),
                        broker.settings.jmsPort(),
                        user == null ? "ANONYMOUS" : "PLAIN"))
            .createConnection();
    try {
      connection.start();
    } catch (JMSException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private static Session session(Connection connection) throws JMSException {
    return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  private static void sendNotPersistent(Session session, Message message) throws JMSException {
    var producer = session.createProducer(session.createQueue(Addresses.COMMAND));
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.send(message);
  }

  private static Message take(String queue) throws JMSException {
    try (var consumer = server.createConsumer(server.createQueue(queue))) {
      var message = consumer.receive(PATIENCE);
      assertThat(message).as("message on " + queue).isNotNull();
      return message;
    }
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(JMSException.class);
  }
}
