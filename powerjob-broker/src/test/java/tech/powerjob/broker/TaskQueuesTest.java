package tech.powerjob.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.wire.Addresses;

/** Queues of distributed instances, and the topic on which they are announced. */
class TaskQueuesTest {
  private static final long WAIT_MILLIS = 5_000;
  private static final String TODO = Addresses.task(1, 77, 1, "todo");
  private static final String TOPIC = Addresses.announce(1);
  private static final String SUBSCRIPTION = TOPIC + ".w1";

  @TempDir Path dataDir;
  private TestBroker broker;
  private Connection one;
  private ClientSession core;

  @BeforeEach
  void start() throws JMSException {
    open(new TestBroker(dataDir));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private void open(TestBroker started) throws JMSException {
    broker = started;
    one = broker.application("one");
    core = core(one);
  }

  @Test
  void taskQueue_isDurableAndStays_howeverItIsAskedFor() throws Exception {
    core.createQueue(
        QueueConfiguration.of(TODO)
            .setDurable(false)
            .setTemporary(true)
            .setAutoDelete(true)
            .setPurgeOnNoConsumers(true)
            .setFilterString("x = 1")
            .setRoutingType(RoutingType.MULTICAST));

    var queue = core.queueQuery(SimpleString.of(TODO));
    assertThat(queue.isDurable()).isTrue();
    assertThat(queue.isTemporary()).isFalse();
    assertThat(queue.isAutoDelete()).isFalse();
    assertThat(queue.isPurgeOnNoConsumers()).isFalse();
    assertThat((Object) queue.getFilterString()).isNull();
    assertThat(queue.getRoutingType()).isEqualTo(RoutingType.ANYCAST);
  }

  @Test
  void tasks_surviveARestartOfTheBroker() throws Exception {
    send(one, TODO, "a task");
    int port = broker.settings.jmsPort();
    broker.close();
    open(new TestBroker(dataDir, port));

    assertThat(receive(one, TODO)).isEqualTo("a task");
  }

  @Test
  void taskGivenBackManyTimes_isNeverLost() throws JMSException {
    send(one, TODO, "poison");
    for (int i = 0; i < 12; i++) {
      var session = one.createSession(true, Session.SESSION_TRANSACTED);
      var message = session.createConsumer(session.createQueue(TODO)).receive(WAIT_MILLIS);
      assertThat(message).as("delivery %d", i + 1).isNotNull();
      assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(i + 1);
      session.rollback();
      session.close();
    }

    assertThat(receive(one, TODO)).isEqualTo("poison");
  }

  @Test
  void duplicateId_isTakenOnce() throws JMSException {
    var session = session(one);
    var producer = session.createProducer(session.createQueue(TODO));
    for (int i = 0; i < 3; i++) {
      var message = session.createTextMessage("begin");
      message.setStringProperty("_AMQ_DUPL_ID", "begin");
      producer.send(message);
    }

    assertThat(count(TODO)).isOne();
  }

  @Test
  void manyTasks_areOnDiskAndNotInMemory() throws Exception {
    var session = one.createSession(true, Session.SESSION_TRANSACTED);
    var producer = session.createProducer(session.createQueue(TODO));
    var content = new byte[16 * 1024];
    for (int i = 0; i < 3_000; i++) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(content);
      producer.send(message);
      if (i % 100 == 99) {
        session.commit();
      }
    }

    assertThat(count(TODO)).isEqualTo(3_000);
    assertThat(((Number) attribute("address." + TODO, "addressSize")).longValue())
        .isLessThan(16L * 1024 * 1024);
    var reading = one.createSession(true, Session.SESSION_TRANSACTED);
    var consumer = reading.createConsumer(reading.createQueue(TODO));
    for (int i = 0; i < 3_000; i++) {
      assertThat(consumer.receive(WAIT_MILLIS)).isNotNull();
      if (i % 100 == 99) {
        reading.commit();
      }
    }
    assertThat(count(TODO)).isZero();
  }

  @Test
  void ownTaskQueue_canBeBrowsedAndDeleted() throws Exception {
    send(one, TODO, "a task");

    var browsing = core.createConsumer(SimpleString.of(TODO), null, true);
    core.start();
    assertThat(browsing.receive(WAIT_MILLIS)).isNotNull();
    browsing.close();
    core.deleteQueue(TODO);
    assertThat(core.queueQuery(SimpleString.of(TODO)).isExists()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "eleven"})
  void taskQueueOfAnother_isClosedInEveryWay(String name) throws Exception {
    send(one, TODO, "secret");
    try (var other = broker.application(name)) {
      var session = core(other);

      refused(() -> session.createConsumer(TODO));
      refused(() -> session.createConsumer(SimpleString.of(TODO), null, true));
      refused(() -> session.createProducer(TODO).send(session.createMessage(true)));
      refused(() -> session.deleteQueue(TODO));
      refused(() -> session.createQueue(QueueConfiguration.of(Addresses.task(1, 78, 1, "todo"))));
    }
    assertThat(count(TODO)).isOne();
  }

  @Test
  void qualifiedName_opensNoTaskQueueOfAnother() throws Exception {
    send(one, TODO, "secret");
    try (var other = broker.application("two")) {
      var session = core(other);
      var own = Addresses.task(2, 5, 1, "todo");
      session.createQueue(QueueConfiguration.of(own));

      refused(() -> session.createConsumer(own + "::" + TODO));
      refused(() -> session.createConsumer(Addresses.announce(2) + "::" + TODO));
      refused(() -> session.createProducer(own + "::" + TODO).send(session.createMessage(true)));
      refused(() -> session.createProducer(TODO + "::" + own).send(session.createMessage(true)));
    }
  }

  @Test
  void nameOfAnothersTaskQueue_cannotBeTaken() throws Exception {
    try (var other = broker.application("two")) {
      var session = core(other);
      var own = Addresses.task(2, 5, 1, "todo");

      refused(() -> session.createQueue(QueueConfiguration.of(TODO).setAddress(own)));
      refused(() -> session.createQueue(QueueConfiguration.of(own).setAddress(TODO)));
      refused(
          () ->
              session.createQueue(
                  QueueConfiguration.of(TODO).setAddress(Addresses.worker(2, "w2"))));
      refused(
          () ->
              session.createQueue(
                  QueueConfiguration.of(TODO)
                      .setAddress(Addresses.announce(2))
                      .setRoutingType(RoutingType.MULTICAST)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "powerjob.task.1.",
        "powerjob.task.1.77",
        "powerjob.task.1.77.1.",
        "powerjob.task.1.77.1.todo.more",
        "powerjob.task.1.x.1.todo"
      })
  void misshapenNameOfTaskQueue_isRefused(String name) {
    refused(() -> core.createQueue(QueueConfiguration.of(name)));
  }

  @Test
  void subscriptionByTopicAndName_hearsAnnouncementsAndGoesWithItsListener() throws Exception {
    var session = session(one);
    var listener = session.createConsumer(session.createTopic(TOPIC + "::" + SUBSCRIPTION));
    try (var second = broker.application("one")) {
      var sending = session(second);
      sending.createProducer(sending.createTopic(TOPIC)).send(sending.createTextMessage("runs"));
    }

    assertThat(listener.receive(WAIT_MILLIS).getBody(String.class)).isEqualTo("runs");
    var queue = core.queueQuery(SimpleString.of(SUBSCRIPTION));
    assertThat(queue.isDurable()).isFalse();
    listener.close();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !core.queueQuery(SimpleString.of(SUBSCRIPTION)).isExists());
  }

  @Test
  void subscriptionMadeByCore_hearsAnnouncements() throws Exception {
    core.createQueue(
        QueueConfiguration.of(SUBSCRIPTION)
            .setAddress(TOPIC)
            .setRoutingType(RoutingType.MULTICAST)
            .setDurable(false));
    core.start();
    var listener = core.createConsumer(SUBSCRIPTION);
    core.createProducer(TOPIC).send(core.createMessage(false));

    assertThat(listener.receive(WAIT_MILLIS)).isNotNull();
  }

  @Test
  void announcementWithoutListeners_isNoError() {
    assertThatCode(
            () -> {
              var session = session(one);
              session
                  .createProducer(session.createTopic(TOPIC))
                  .send(session.createTextMessage("runs"));
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "eleven"})
  void announcementsOfAnother_areNeitherHeardNorMade(String name) throws Exception {
    var session = session(one);
    session.createConsumer(session.createTopic(TOPIC + "::" + SUBSCRIPTION));
    try (var other = broker.application(name)) {
      var foreign = core(other);
      var own = Addresses.announce(name.equals("two") ? 2 : 11);

      refused(() -> foreign.createProducer(TOPIC).send(foreign.createMessage(true)));
      refused(() -> foreign.createConsumer(SUBSCRIPTION));
      refused(() -> foreign.createConsumer(own + "::" + SUBSCRIPTION));
      refused(
          () ->
              foreign.createQueue(
                  QueueConfiguration.of(TOPIC + ".spy")
                      .setAddress(TOPIC)
                      .setRoutingType(RoutingType.MULTICAST)
                      .setDurable(false)));
      refused(
          () ->
              foreign.createQueue(
                  QueueConfiguration.of(TOPIC + ".spy")
                      .setAddress(own)
                      .setRoutingType(RoutingType.MULTICAST)
                      .setDurable(false)));
    }
  }

  @Test
  void taskReports_areSentByApplicationsAndReadByServersOnly() throws Exception {
    send(one, Addresses.TASK_REPORT, "page");

    refused(() -> core.createConsumer(Addresses.TASK_REPORT));
    refused(() -> core.createConsumer(SimpleString.of(Addresses.TASK_REPORT), null, true));
    try (var server = broker.server()) {
      var session = session(server);
      var message =
          session.createConsumer(session.createQueue(Addresses.TASK_REPORT)).receive(WAIT_MILLIS);
      assertThat(message.getBody(String.class)).isEqualTo("page");
      assertThat(message.getStringProperty("JMSXUserID")).isEqualTo("one");
    }
  }

  private long count(String queue) throws JMSException {
    return ((Number) attribute("queue." + queue, "messageCount")).longValue();
  }

  private Object attribute(String resource, String name) throws JMSException {
    try (var server = broker.server()) {
      var session = session(server);
      var answers = session.createTemporaryQueue();
      var listener = session.createConsumer(answers);
      Message question = session.createMessage();
      question.setJMSReplyTo(answers);
      JMSManagementHelper.putAttribute(question, resource, name);
      session.createProducer(session.createQueue("activemq.management")).send(question);
      return JMSManagementHelper.getResult(listener.receive(WAIT_MILLIS));
    } catch (JMSException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .satisfiesAnyOf(
            e ->
                assertThat(e)
                    .isInstanceOf(
                        org.apache.activemq.artemis.api.core.ActiveMQSecurityException.class),
            e ->
                assertThat(e)
                    .isInstanceOf(
                        org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException
                            .class));
  }

  private static ClientSession core(Connection connection) throws JMSException {
    return ((ActiveMQSession) session(connection)).getCoreSession();
  }

  private static Session session(Connection connection) throws JMSException {
    return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  private static void send(Connection connection, String queue, String text) throws JMSException {
    var session = session(connection);
    var producer = session.createProducer(session.createQueue(queue));
    producer.setDeliveryMode(DeliveryMode.PERSISTENT);
    producer.send(session.createTextMessage(text));
    session.close();
  }

  private static String receive(Connection connection, String queue) throws JMSException {
    var session = session(connection);
    try {
      return session
          .createConsumer(session.createQueue(queue))
          .receive(WAIT_MILLIS)
          .getBody(String.class);
    } finally {
      session.close();
    }
  }
}
