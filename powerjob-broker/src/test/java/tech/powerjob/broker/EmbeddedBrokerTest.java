package tech.powerjob.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.wire.Addresses;

class EmbeddedBrokerTest {
  private static final long WAIT_MILLIS = 5_000;
  private static final String OWN = Addresses.worker(1, "w1");
  private static final String FOREIGN = Addresses.worker(2, "w2");

  /** Other messages are not answered, so refusals would go unseen. */
  private static final boolean DURABLE = true;

  @TempDir static Path dataDir;
  private static TestBroker broker;

  @BeforeAll
  static void start() {
    broker = new TestBroker(dataDir);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Nested
  class Login {
    @Test
    void rightPassword_entersAndReceivesFromServer() throws JMSException {
      try (var worker = broker.application("one");
          var server = broker.server()) {
        var queue = session(worker).createConsumer(session(worker).createQueue(OWN));
        send(server, OWN, "run this");

        assertThat(queue.receive(WAIT_MILLIS).getBody(String.class)).isEqualTo("run this");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "RIGHT"})
    void wrongPassword_staysOutside(String password) {
      assertThatThrownBy(() -> broker.overNetwork("one", password))
          .isInstanceOf(JMSSecurityException.class)
          .hasMessageContaining("application name or password is wrong");
    }

    @Test
    void noNameAndPassword_staysOutside() {
      assertThatThrownBy(() -> broker.overNetwork(null, null))
          .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void serverOverNetwork_staysOutside() throws JMSException {
      broker.server().close();

      assertThatThrownBy(() -> broker.overNetwork(ServerIdentity.USER, ServerIdentity.password()))
          .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void serverWithWrongPasswordInProcess_staysOutside() {
      assertThatThrownBy(() -> broker.withinProcess(ServerIdentity.USER, TestBroker.PASSWORD))
          .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void protocolThatNoSettingNames_isNotSpoken() {
      var amqp =
          new org.apache.qpid.jms.JmsConnectionFactory(
              "amqp://%s:%d?jms.connectTimeout=3000"
                  .formatted(broker.settings.jmsHost(), broker.settings.jmsPort()));

      assertThatThrownBy(
              () -> {
                try (var connection = amqp.createConnection("one", TestBroker.PASSWORD)) {
                  connection.start();
                }
              })
          .isInstanceOf(JMSException.class);
    }

    @Test
    void artemisOwnClusterUser_staysOutside() {
      assertThatThrownBy(() -> broker.overNetwork("ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"))
          .isInstanceOf(JMSSecurityException.class);
    }
  }

  @Nested
  class Application {
    private Connection connection;
    private ClientSession core;

    @BeforeEach
    void connect() throws JMSException {
      connection = broker.application("one");
      core = ((ActiveMQSession) session(connection)).getCoreSession();
    }

    @AfterEach
    void disconnect() throws JMSException {
      connection.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Addresses.REPORT, Addresses.LOG})
    void sendsToServers_stampedWithItsName(String address) throws JMSException {
      try (var server = broker.server()) {
        var listener = session(server).createConsumer(session(server).createQueue(address));
        send(connection, address, "hello");

        var received = listener.receive(WAIT_MILLIS);
        assertThat(received.getBody(String.class)).isEqualTo("hello");
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("one");
      }
    }

    @Test
    void pretendingToBeAnother_isStampedWithItsOwnName() throws JMSException {
      try (var server = broker.server()) {
        var listener =
            session(server).createConsumer(session(server).createQueue(Addresses.REPORT));
        var session = session(connection);
        var message = session.createTextMessage("forged");
        message.setStringProperty("_AMQ_VALIDATED_USER", "two");
        session.createProducer(session.createQueue(Addresses.REPORT)).send(message);

        assertThat(listener.receive(WAIT_MILLIS).getStringProperty("JMSXUserID")).isEqualTo("one");
      }
    }

    @Test
    void heartbeat_reachesEveryServer() throws JMSException {
      try (var one = broker.server();
          var two = broker.server()) {
        var first = session(one).createConsumer(session(one).createTopic(Addresses.HEARTBEAT));
        var second = session(two).createConsumer(session(two).createTopic(Addresses.HEARTBEAT));
        var session = session(connection);
        session
            .createProducer(session.createTopic(Addresses.HEARTBEAT))
            .send(session.createTextMessage("alive"));

        assertThat(first.receive(WAIT_MILLIS).getBody(String.class)).isEqualTo("alive");
        assertThat(second.receive(WAIT_MILLIS).getBody(String.class)).isEqualTo("alive");
      }
    }

    @Test
    void ownQueueAskedForAsDurable_isNotDurableAndDeletesItself() throws Exception {
      core.createQueue(QueueConfiguration.of(OWN + "-durable").setDurable(true));

      var queue = core.queueQuery(SimpleString.of(OWN + "-durable"));
      assertThat(queue.isDurable()).isFalse();
      assertThat(queue.isAutoDelete()).isTrue();
      assertThat(queue.getRoutingType()).isEqualTo(RoutingType.ANYCAST);
      core.deleteQueue(OWN + "-durable");
      assertThat(core.queueQuery(SimpleString.of(OWN + "-durable")).isExists()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {Addresses.REPORT, Addresses.LOG})
    void listeningToWhatIsForServers_isRefused(String queue) {
      refused(() -> core.createConsumer(queue));
    }

    @Test
    void listeningToHeartbeats_isRefused() {
      refused(
          () ->
              core.createQueue(
                  QueueConfiguration.of("mine")
                      .setAddress(Addresses.HEARTBEAT)
                      .setRoutingType(RoutingType.MULTICAST)
                      .setDurable(false)
                      .setTemporary(true)));
    }

    @Test
    void foreignQueue_cannotBeCreatedConsumedBrowsedOrDeleted() throws Exception {
      try (var other = broker.application("two")) {
        var listener = session(other).createConsumer(session(other).createQueue(FOREIGN));

        refused(() -> core.createConsumer(FOREIGN));
        refused(() -> core.createConsumer(SimpleString.of(FOREIGN), SimpleString.of(""), true));
        refused(() -> core.deleteQueue(FOREIGN));
        listener.close();
      }
      refused(() -> core.createQueue(QueueConfiguration.of(FOREIGN + "-new").setDurable(false)));
    }

    @Test
    void queueNamedLikeForeignOne_isRefused() {
      refused(
          () ->
              core.createQueue(
                  QueueConfiguration.of(FOREIGN + "-y").setAddress(OWN + "-x").setDurable(false)));
    }

    @Test
    void addressThatOnlyStartsLikeOwn_isRefused() {
      refused(() -> core.createQueue(QueueConfiguration.of("powerjob.worker.1.")));
      refused(() -> core.createQueue(QueueConfiguration.of("powerjob.worker.11.w")));
    }

    @Test
    void qualifiedName_opensNoOtherQueue() {
      refused(() -> core.createConsumer(OWN + "::" + Addresses.REPORT));
      refused(() -> send(connection, FOREIGN + "::" + Addresses.REPORT, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"powerjob.worker.1.w9", "powerjob.worker.2.w2", "elsewhere"})
    void sendingToWorkersOrElsewhere_isRefused(String address) throws Exception {
      try (var one = broker.application("one");
          var two = broker.application("two")) {
        session(one).createConsumer(session(one).createQueue("powerjob.worker.1.w9"));
        session(two).createConsumer(session(two).createQueue(FOREIGN));

        refused(() -> core.createProducer(address).send(core.createMessage(DURABLE)));
      }
    }

    @Test
    void ownQueue_cannotBeBrowsed() throws JMSException {
      try (var second = broker.application("one")) {
        session(second).createConsumer(session(second).createQueue(OWN + "-b"));
        refused(() -> core.createConsumer(SimpleString.of(OWN + "-b"), SimpleString.of(""), true));
      }
    }

    @Test
    void managing_isRefused() {
      refused(
          () ->
              core.createProducer("activemq.management")
                  .send(
                      core.createMessage(DURABLE)
                          .putStringProperty("_AMQ_ResourceName", "broker")));
      refused(() -> core.createConsumer("activemq.notifications"));
    }

    @Test
    void newAddress_isRefused() {
      refused(() -> core.createAddress(SimpleString.of("mine"), RoutingType.ANYCAST, false));
      refused(
          () ->
              core.createAddress(SimpleString.of(Addresses.REPORT), RoutingType.MULTICAST, false));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
      assertThatThrownBy(call)
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(ActiveMQSecurityException.class),
              e -> assertThat(e).isInstanceOf(JMSSecurityException.class),
              e -> assertThat(e).hasMessageContaining("activemq.notifications does not exist"));
    }
  }

  @Nested
  class Start {
    @Test
    void portInUse_saysSettingValueAndRule(@TempDir Path elsewhere) {
      var settings = TestBroker.settings(elsewhere, broker.settings.jmsPort());

      assertThatThrownBy(() -> EmbeddedBroker.start(settings))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("powerjob.jms.port is '%d'", settings.jmsPort())
          .hasMessageContaining("must be free");
    }
  }

  @Test
  void folderOfRunningBroker_isRefused() {
    var settings = TestBroker.settings(dataDir, TestBroker.freePort());

    assertThatThrownBy(() -> EmbeddedBroker.start(settings))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("powerjob.data-dir");
  }

  private static Session session(Connection connection) throws JMSException {
    return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  private static void send(Connection connection, String queue, String text) throws JMSException {
    var session = session(connection);
    var producer = session.createProducer(session.createQueue(queue));
    producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
    producer.send(session.createTextMessage(text));
    session.close();
  }
}
