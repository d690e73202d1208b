package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.AppApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CommandProperties;

/**
 * Commands by message, with a plain JMS client, one for AMQP 1.0, and STOMP. The methods that kill
 * and stop the server come last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandIT {
  private static final String APP = "commanding";
  private static final String OTHER = "commanding.other";
  private static final String PASSWORD = "password-of-commanding";
  private static final long PATIENCE = 15_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static ServerProcess server;
  private static PowerJobClient client;
  private static PowerJobClient other;
  private static long jobId;
  private static long otherJobId;
  private static final List<Connection> OPEN = new ArrayList<>();

  /** What a JMS client may speak. */
  enum Wire {
    CORE {
      @Override
      ConnectionFactory factory(int port) {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port + "?callTimeout=10000");
      }
    },
    AMQP {
      @Override
      ConnectionFactory factory(int port) {
        return new JmsConnectionFactory("amqp://127.0.0.1:" + port);
      }
    };

    abstract ConnectionFactory factory(int port);
  }

  @BeforeAll
  static void start() {
    server =
        ServerProcess.in(folder)
            .withJvmOption("-Xmx1g")
            .with("POWERJOB_JMS_PROTOCOLS", "CORE,AMQP,STOMP")
            .start();
    var admin = AdminApi.login(server);
    admin.createApp(APP, PASSWORD);
    admin.createApp(OTHER, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    other = new PowerJobClient(server.address(), OTHER, PASSWORD);
    jobId = job(client);
    otherJobId = job(other);
  }

  @AfterAll
  static void stop() throws Exception {
    for (var connection : OPEN) {
      connection.close();
    }
    client.close();
    other.close();
    server.close();
  }

  private static long job(PowerJobClient owner) {
    var job = Jobs.onDemand("by message", "com.example.Nothing");
    job.setMaxInstanceNum(0);
    return owner.saveJob(job).getData();
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  @Order(1)
  void text_runsQueriesCancelsAndStops(Wire wire) throws Exception {
    var desk = new Desk(wire, APP);

    var run =
        desk.ask(
            Map.of(
                "command",
                "run",
                "jobId",
                jobId,
                "instanceParams",
                "by " + wire,
                "delay",
                600_000,
                "outerKey",
                "order-1"));
    assertThat(run.path("success").asBoolean()).as(run.toString()).isTrue();
    var instanceId = run.path("instanceId").asText();

    var found = desk.ask(Map.of("command", "query", "instanceId", instanceId));
    assertThat(found.path("instanceParams").asText()).isEqualTo("by " + wire);
    assertThat(found.path("outerKey").asText()).isEqualTo("order-1");
    assertThat(found.path("instanceId").asText()).isEqualTo(instanceId);
    assertThat(found.path("status").asInt()).isEqualTo(InstanceStatus.WAITING_DISPATCH.getV());

    var cancel = Map.<String, Object>of("command", "cancel", "instanceId", instanceId);
    assertThat(desk.ask(cancel).path("status").asInt()).isEqualTo(InstanceStatus.CANCELED.getV());
    assertThat(desk.ask(cancel).path("success").asBoolean()).as("again").isTrue();
    assertThat(status(instanceId)).isEqualTo(InstanceStatus.CANCELED.getV());

    var second = desk.ask(Map.of("command", "run", "jobId", jobId, "delay", 600_000));
    var stop =
        Map.<String, Object>of("command", "stop", "instanceId", second.path("instanceId").asText());
    assertThat(desk.ask(stop).path("status").asInt()).isEqualTo(InstanceStatus.STOPPED.getV());
    assertThat(desk.ask(stop).path("success").asBoolean()).as("again").isTrue();

    var job = desk.ask(Map.of("command", "query", "jobId", jobId));
    assertThat(job.path("jobName").asText()).isEqualTo("by message");
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  @Order(1)
  void map_isAnsweredByMap(Wire wire) throws Exception {
    var desk = new Desk(wire, APP);
    var command = desk.session.createMapMessage();
    command.setString("command", "run");
    command.setLong("jobId", jobId);
    command.setInt("delay", 600_000);
    command.setString("instanceParams", "map by " + wire);

    var answer = (MapMessage) desk.ask(command);

    assertThat(answer.getBoolean("success")).isTrue();
    assertThat(answer.getJMSCorrelationID()).isEqualTo(command.getJMSMessageID());
    var instance = client.fetchInstanceInfo(answer.getLong("instanceId")).getData();
    assertThat(instance.getInstanceParams()).isEqualTo("map by " + wire);
    var cancel = desk.session.createMapMessage();
    cancel.setString("command", "cancel");
    cancel.setLong("instanceId", answer.getLong("instanceId"));
    assertThat(((MapMessage) desk.ask(cancel)).getInt("status"))
        .isEqualTo(InstanceStatus.CANCELED.getV());
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  @Order(1)
  void whatBelongsToOthers_isRefused(Wire wire) throws Exception {
    var desk = new Desk(wire, APP);
    long theirs = other.runJob(otherJobId, null, 600_000).getData();

    for (var command :
        List.<Map<String, Object>>of(
            Map.of("command", "run", "jobId", otherJobId),
            Map.of("command", "run", "jobId", jobId, "appId", 999),
            Map.of("command", "stop", "instanceId", theirs),
            Map.of("command", "cancel", "instanceId", theirs),
            Map.of("command", "query", "instanceId", theirs),
            Map.of("command", "query", "jobId", otherJobId))) {
      var answer = desk.ask(command);
      assertThat(answer.path("success").asBoolean(true)).as(answer.toString()).isFalse();
      assertThat(answer.path("code").asText()).isEqualTo("REFUSED");
      assertThat(answer.has("jobName") || answer.has("status")).isFalse();
    }
    assertThat(other.fetchInstanceStatus(theirs).getData())
        .isEqualTo(InstanceStatus.WAITING_DISPATCH.getV());
    other.cancelInstance(theirs);
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  @Order(1)
  void wrongPassword_isRefused(Wire wire) {
    assertThatThrownBy(
            () -> {
              try (var connection = wire.factory(server.jmsPort()).createConnection(APP, "wrong")) {
                connection.start();
              }
            })
        .isInstanceOf(JMSException.class);
  }

  @Test
  @Order(1)
  void stomp_runsAndIsAnsweredOnTheApplicationsQueue() throws Exception {
    try (var stomp = new StompClient(server.jmsPort(), APP, PASSWORD)) {
      var queue = Addresses.reply(APP, "stomp-desk");
      stomp.send("SUBSCRIBE", Map.of("id", "0", "destination", queue, "ack", "auto"), "");
      stomp.send(
          "SEND",
          Map.of(
              "destination",
              Addresses.COMMAND,
              "reply-to",
              queue,
              "correlation-id",
              "c-1",
              "receipt",
              "r-1"),
          "{\"command\":\"run\",\"jobId\":" + jobId + ",\"delay\":600000}");
      var answers = new ArrayList<StompClient.Frame>();
      answers.add(stomp.receive());
      answers.add(stomp.receive());
      assertThat(answers)
          .extracting(StompClient.Frame::command)
          .containsExactlyInAnyOrder("RECEIPT", "MESSAGE");
      var message =
          answers.stream().filter(frame -> frame.command().equals("MESSAGE")).findAny().get();
      assertThat(message.headers()).containsEntry("correlation-id", "c-1");
      var run = JSON.readTree(message.body());
      assertThat(run.path("success").asBoolean()).as(message.body()).isTrue();

      // With its length said, the body comes as bytes.
      var body =
          "{\"command\":\"cancel\",\"instanceId\":\"" + run.path("instanceId").asText() + "\"}";
      stomp.send(
          "SEND",
          Map.of(
              "destination",
              Addresses.COMMAND,
              "reply-to",
              queue,
              "content-length",
              Integer.toString(body.length())),
          body);
      var cancel = JSON.readTree(stomp.expect("MESSAGE").body());
      assertThat(cancel.path("status").asInt()).isEqualTo(InstanceStatus.CANCELED.getV());

      stomp.send(
          "SEND",
          Map.of("destination", Addresses.COMMAND, "reply-to", queue, "x-my.header", "y"),
          "dance!");
      var nonsense = JSON.readTree(stomp.expect("MESSAGE").body());
      assertThat(nonsense.path("message").asText()).contains("the text is not JSON");
    }
  }

  @Test
  @Order(1)
  void stomp_getsNowhereElse() throws Exception {
    assertThatThrownBy(() -> new StompClient(server.jmsPort(), APP, "wrong"))
        .hasMessageContaining("ERROR");
    for (var queue :
        List.of(
            Addresses.COMMAND,
            Addresses.COMMAND_DEAD,
            Addresses.reply(OTHER, "x"),
            Addresses.workers(1) + "x")) {
      if (queue.startsWith(Addresses.WORKERS)) {
        continue; // The application's own, whose workers share its rights.
      }
      try (var stomp = new StompClient(server.jmsPort(), APP, PASSWORD)) {
        stomp.send("SUBSCRIBE", Map.of("id", "0", "destination", queue), "");
        stomp.expect("ERROR");
      }
    }
  }

  @Test
  @Order(1)
  void sameKeyTwice_runsOnce() throws Exception {
    var desk = new Desk(Wire.CORE, APP);
    var command =
        Map.<String, Object>of(
            "command", "run", "jobId", jobId, "delay", 600_000, "idempotencyKey", "key-1");

    var first = desk.ask(command);
    var again = desk.ask(command);
    var different = desk.ask(Map.of("command", "run", "jobId", jobId, "idempotencyKey", "key-1"));

    assertThat(again.path("instanceId")).isEqualTo(first.path("instanceId"));
    assertThat(different.path("message").asText()).contains("was used for a different request");
    client.cancelInstance(first.path("instanceId").asLong());
  }

  @Test
  @Order(1)
  void messageThatIsNoCommand_isAnsweredWithFieldValueAndRule() throws Exception {
    var desk = new Desk(Wire.CORE, APP);

    assertInvalid(desk.ask(desk.session.createTextMessage("{")), "the text is not JSON");
    assertInvalid(desk.ask(desk.session.createTextMessage()), "the message is empty");
    assertInvalid(
        desk.ask(desk.session.createObjectMessage("serialized")), "neither text nor bytes nor map");
    assertInvalid(
        desk.ask(desk.session.createTextMessage("{\"version\":9,\"command\":\"run\"}")),
        "version is 9 but this server reads only 1");
    assertInvalid(
        desk.ask(desk.session.createTextMessage("{\"command\":\"stop\",\"instanceId\":\"x\"}")),
        "instanceId is 'x' but must be a whole number");
    var refused = desk.ask(Map.of("command", "run", "jobId", jobId, "outerKey", "k".repeat(256)));
    assertThat(refused.path("message").asText())
        .contains("outerKey has 256 characters but may have at most 255");
  }

  private static void assertInvalid(Message answer, String reason) throws Exception {
    var json = JSON.readTree(((TextMessage) answer).getText());
    assertThat(json.path("code").asText()).isEqualTo("INVALID");
    assertThat(json.path("message").asText()).contains(reason);
  }

  @Test
  @Order(1)
  void answerWantedElsewhere_isNotSentAndNothingRuns() throws Exception {
    var victim = new Desk(Wire.CORE, OTHER);
    var desk = new Desk(Wire.CORE, APP);
    var marker = UUID.randomUUID().toString();
    for (var target :
        List.<Destination>of(
            desk.session.createQueue(Addresses.REPORT),
            desk.session.createQueue(Addresses.reply(OTHER, "x")),
            desk.session.createQueue(((Queue) victim.answers).getQueueName()),
            desk.session.createTopic(Addresses.HEARTBEAT))) {
      var command =
          desk.session.createTextMessage(
              "{\"command\":\"run\",\"jobId\":"
                  + jobId
                  + ",\"instanceParams\":\""
                  + marker
                  + "\"}");
      command.setJMSReplyTo(target);
      desk.commands.send(command);
    }
    // Commands of one sender overtake each other only within the server's few threads.
    desk.ask(Map.of("command", "query", "jobId", jobId));

    await().during(Duration.ofMillis(500)).until(() -> params().get(marker) == null);
    assertThat(victim.consumer.receiveNoWait()).isNull();
  }

  @Test
  @Order(2)
  void serverKilledAmongCommands_runsEachOnce() throws Exception {
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 4; t++) {
      var name = "sender-" + t;
      var desk = new Desk(Wire.values()[t % 2], APP);
      threads.add(new Thread(() -> desk.flood(name, accepted)));
    }
    threads.forEach(Thread::start);
    await().atMost(Duration.ofSeconds(30)).until(() -> accepted.size() > 400);
    server.kill();
    for (var thread : threads) {
      thread.join(Duration.ofSeconds(20).toMillis());
    }
    server.start();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(params().keySet()).containsAll(accepted));
    assertThat(params().entrySet())
        .filteredOn(each -> each.getKey().startsWith("sender-") && each.getValue() > 1)
        .isEmpty();
    var answer = new Desk(Wire.CORE, APP).ask(Map.of("command", "query", "jobId", jobId));
    assertThat(answer.path("success").asBoolean()).as("commands work again").isTrue();
  }

  @Test
  @Order(3)
  void commandsSetAside_areKeptWithReasonAndSender() throws Exception {
    var desk = new Desk(Wire.CORE, APP);
    desk.ask(desk.session.createTextMessage("{\"command\":\"dance\"}"));
    var huge = desk.session.createTextMessage("x".repeat((int) CommandProperties.MAX_BYTES + 1));
    desk.commands.send(huge);
    var shown = AppApi.login(server, APP, PASSWORD).get("/api/v1/dead-commands");
    assertThat(shown.findValuesAsText("body")).contains("{\"command\":\"dance\"}");
    assertThat(shown.findValuesAsText("application")).containsOnly(APP);
    assertThat(AppApi.login(server, OTHER, PASSWORD).get("/api/v1/dead-commands")).isEmpty();
    server.stop();

    var reasons = new HashMap<String, String>();
    try (var broker = new StoppedBroker(folder.resolve("broker"))) {
      for (var message : broker.all(Addresses.COMMAND_DEAD)) {
        reasons.put(
            message.getStringProperty(CommandProperties.REASON),
            message.getStringProperty(CommandProperties.SENDER));
      }
      assertThat(broker.all(Addresses.COMMAND)).isEmpty();
    }
    assertThat(reasons.values()).containsOnly(APP);
    assertThat(reasons.keySet())
        .anyMatch(reason -> reason.startsWith("command is 'dance' but must be one of"))
        .anyMatch(reason -> reason.contains("but may have at most 4194304"))
        .anyMatch(reason -> reason.startsWith("JMSReplyTo is "))
        .anyMatch(reason -> reason.startsWith("version is 9"));
  }

  private static int status(String instanceId) {
    return client.fetchInstanceStatus(Long.parseLong(instanceId)).getData();
  }

  /** How many instances of the job have which parameters. */
  private static Map<String, Integer> params() {
    var found = new HashMap<String, Integer>();
    for (int index = 0; ; index++) {
      var query = new InstancePageQuery();
      query.setJobIdEq(jobId);
      query.setIndex(index);
      query.setPageSize(1_000);
      var page = client.queryInstanceInfo(query).getData().getData();
      page.forEach(each -> found.merge(String.valueOf(each.getInstanceParams()), 1, Integer::sum));
      if (page.size() < 1_000) {
        return found;
      }
    }
  }

  /** Somebody who sends commands and awaits answers on a temporary queue. */
  private static final class Desk {
    final Session session;
    final Destination answers;
    final jakarta.jms.MessageProducer commands;
    final jakarta.jms.MessageConsumer consumer;

    Desk(Wire wire, String app) throws JMSException {
      var connection = wire.factory(server.jmsPort()).createConnection(app, PASSWORD);
      OPEN.add(connection);
      connection.start();
      session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      answers = session.createTemporaryQueue();
      consumer = session.createConsumer(answers);
      commands = session.createProducer(session.createQueue(Addresses.COMMAND));
    }

    Message ask(Message command) throws JMSException {
      command.setJMSReplyTo(answers);
      commands.send(command);
      var answer = consumer.receive(PATIENCE);
      assertThat(answer).as("answer").isNotNull();
      assertThat(answer.getJMSCorrelationID()).isEqualTo(command.getJMSMessageID());
      return answer;
    }

    JsonNode ask(Map<String, Object> command) throws Exception {
      var correlation = UUID.randomUUID().toString();
      var message = session.createTextMessage(JSON.writeValueAsString(command));
      message.setJMSCorrelationID(correlation);
      message.setJMSReplyTo(answers);
      commands.send(message);
      var answer = (TextMessage) consumer.receive(PATIENCE);
      assertThat(answer).as("answer").isNotNull();
      assertThat(answer.getJMSCorrelationID()).isEqualTo(correlation);
      return JSON.readTree(answer.getText());
    }

    /** Sends until the broker is gone; tells which commands it accepted. */
    void flood(String name, Set<String> accepted) {
      try {
        for (int i = 0; i < 20_000; i++) {
          var params = name + "-" + i;
          commands.send(
              session.createTextMessage(
                  JSON.writeValueAsString(
                      Map.of(
                          "command",
                          "run",
                          "jobId",
                          jobId,
                          "delay",
                          900_000,
                          "instanceParams",
                          params))));
          accepted.add(params);
        }
      } catch (Exception e) {
        // The broker is gone: whether the last one was accepted is not known.
      }
    }
  }

  /** The broker's files, opened by nobody's leave once the server has stopped. */
  private static final class StoppedBroker implements AutoCloseable {
    private final org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ artemis =
        new org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ();
    private final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://77");

    StoppedBroker(Path files) throws Exception {
      artemis.setConfiguration(
          new org.apache.activemq.artemis.core.config.impl.ConfigurationImpl()
              .setSecurityEnabled(false)
              .setJMXManagementEnabled(false)
              .setBindingsDirectory(files.resolve("bindings").toString())
              .setJournalDirectory(files.resolve("journal").toString())
              .setPagingDirectory(files.resolve("paging").toString())
              .setLargeMessagesDirectory(files.resolve("large-messages").toString())
              .setJournalType(org.apache.activemq.artemis.core.server.JournalType.NIO)
              .addAcceptorConfiguration("in-vm", "vm://77"));
      artemis.start();
    }

    List<Message> all(String queue) throws JMSException {
      try (var connection = factory.createConnection()) {
        connection.start();
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try (var browser = session.createBrowser(session.createQueue(queue))) {
          var all = new ArrayList<Message>();
          Collections.list(browser.getEnumeration()).forEach(each -> all.add((Message) each));
          return all;
        }
      }
    }

    @Override
    public void close() throws Exception {
      factory.close();
      artemis.stop();
    }
  }
}
