package tech.powerjob.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.DeployContainer;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.LogsAccepted;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.wire.WorkerHeartbeat;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.internal.container.TestJar;

/** The whole worker against a real broker and a small HTTP server. */
@Timeout(120)
class PowerJobWorkerTest {
  private static final int APP_ID = 3;

  private final MessageCodec codec = new MessageCodec();
  private final List<WireMessage> heard = new CopyOnWriteArrayList<>();
  @TempDir Path folder;
  private TestBroker broker;
  private HttpServer http;
  private Connection server;
  private PowerJobWorker worker;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(folder);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/openApi/authApp",
        exchange -> {
          var known =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                  // printf secret | md5sum
                  .contains("5ebe2294ecd0e0f08eab7690d2a6ee69");
          answer(
              exchange,
              known
                  ? "{\"success\":true,\"data\":{\"appId\":%d,\"token\":\"t\"}}".formatted(APP_ID)
                  : "{\"success\":false,\"message\":\"INCORRECT_PASSWORD\"}");
        });
    http.createContext(
        WorkerConnection.PATH,
        exchange ->
            answer(
                exchange,
                "{\"appId\":%d,\"brokers\":[\"%s\"],\"tls\":false,\"heartbeatMillis\":200}"
                    .formatted(APP_ID, broker.address())));
    http.start();
    listen();
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** The server's side: hears heartbeats, reports and log lines. */
  private void listen() throws JMSException {
    var factory =
        new ActiveMQConnectionFactory(
            false,
            new TransportConfiguration(
                NettyConnectorFactory.class.getName(),
                java.util.Map.of("host", "127.0.0.1", "port", broker.port())));
    server = factory.createConnection(TestBroker.serverUser(), TestBroker.PASSWORD);
    for (var name : List.of(Addresses.HEARTBEAT, Addresses.REPORT, Addresses.LOG)) {
      var session = server.createSession(false, Session.AUTO_ACKNOWLEDGE);
      var source =
          name.equals(Addresses.HEARTBEAT) ? session.createTopic(name) : session.createQueue(name);
      session
          .createConsumer(source)
          .setMessageListener(
              message -> {
                try {
                  heard.add(codec.read(message));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
    }
    server.start();
  }

  private void say(WireMessage message) throws JMSException {
    try (var session = server.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      var text = session.createTextMessage();
      codec.write(message, text);
      session.createProducer(session.createQueue(queueOfWorker())).send(text);
    }
  }

  private String queueOfWorker() {
    return Addresses.worker(APP_ID, heard(WorkerHeartbeat.class).get(0).workerId());
  }

  private <T> List<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private List<InstanceReport> reports() {
    return heard(InstanceReports.class).stream()
        .flatMap(message -> message.reports().stream())
        .toList();
  }

  @AfterEach
  void stop() throws Exception {
    if (worker != null) {
      worker.destroy();
    }
    server.close();
    http.stop(0);
    broker.close();
  }

  private PowerJobWorkerConfig config(String password) {
    var config = new PowerJobWorkerConfig();
    config.setAppName(TestBroker.APP);
    config.setPassword(password);
    config.setServerAddress(List.of("127.0.0.1:" + http.getAddress().getPort()));
    config.setTag("blue");
    config.setStopTimeout(Duration.ofSeconds(5));
    return config;
  }

  private void startWorker() throws Exception {
    worker = new PowerJobWorker(config(TestBroker.PASSWORD));
    worker.init();
    await().until(() -> !heard(WorkerHeartbeat.class).isEmpty());
  }

  private static RunInstance run(long instanceId, Class<?> processor) {
    return run(instanceId, ProcessorType.BUILT_IN, processor.getName());
  }

  private static RunInstance run(long instanceId, ProcessorType type, String processor) {
    return new RunInstance(
        instanceId,
        1,
        7,
        APP_ID,
        "job",
        ExecuteType.STANDALONE,
        type,
        processor,
        null,
        "you",
        0,
        0,
        5,
        null,
        null,
        0,
        null,
        null,
        null);
  }

  @Test
  void wholeWay_overHttpAndJms() throws Exception {
    startWorker();
    var heartbeat = heard(WorkerHeartbeat.class).get(0);
    assertThat(heartbeat.appId()).isEqualTo(APP_ID);
    assertThat(heartbeat.tag()).isEqualTo("blue");
    assertThat(heartbeat.version()).matches("\\d+\\.\\d+.*");
    assertThat(heartbeat.address()).endsWith(":27777");
    assertThat(heartbeat.systemMetrics().getCpuProcessors()).isPositive();

    say(run(1, Greeter.class));
    await().until(() -> reports().stream().anyMatch(r -> r.status() == InstanceStatus.SUCCEED));
    say(new ReportsAccepted(List.of(new InstanceEpoch(1, 1))));

    assertThat(reports()).last().extracting(InstanceReport::result).isEqualTo("hello you");
    assertThat(heard(LogLines.class))
        .flatExtracting(LogLines::lines)
        .extracting(line -> line.instanceId() + " " + line.content())
        .containsExactly("1 greeting you");
    say(new LogsAccepted(1));
    await().until(() -> heard(WorkerHeartbeat.class).size() >= 3);

    var queue = queueOfWorker();
    assertThat(broker.hasQueue(queue)).isTrue();
    worker.destroy();
    await().until(() -> heard(WorkerHeartbeat.class).stream().anyMatch(WorkerHeartbeat::gone));
    assertThat(worker.isConnected()).isFalse();
  }

  @Test
  void container_comesByMessage_isFetchedWithTheWorkersLogin_andRuns() throws Exception {
    var jar = TestJar.answering("from a container").bytes();
    var tokens = new CopyOnWriteArrayList<String>();
    http.createContext(
        "/api/v1/jars/7",
        exchange -> {
          tokens.add(exchange.getRequestHeaders().getFirst("X-POWERJOB-ACCESS-TOKEN"));
          exchange.sendResponseHeaders(200, jar.length);
          exchange.getResponseBody().write(jar);
          exchange.close();
        });
    System.setProperty("powerjob.worker.workspace", folder.resolve("workspace").toString());
    System.setProperty("powerjob.worker.allow-containers", "true");
    try {
      startWorker();
      say(
          new DeployContainer(
              7, "rules", "v1", "/api/v1/jars/7", TestJar.digest("SHA-256", jar), 1));
      await()
          .until(
              () ->
                  heard(WorkerHeartbeat.class).stream()
                      .flatMap(heartbeat -> heartbeat.containerInfos().stream())
                      .anyMatch(info -> info.containerId() == 7 && info.version().equals("v1")));
      say(run(5, ProcessorType.EXTERNAL, "7#acme.Sample"));
      await().until(() -> reports().stream().anyMatch(r -> r.status() == InstanceStatus.SUCCEED));
    } finally {
      System.clearProperty("powerjob.worker.workspace");
      System.clearProperty("powerjob.worker.allow-containers");
    }

    assertThat(reports()).last().extracting(InstanceReport::result).isEqualTo("from a container");
    assertThat(tokens).containsExactly("t");
    say(new ReportsAccepted(List.of(new InstanceEpoch(5, 1))));
  }

  @Test
  void brokerThatRestarts_isFoundAgain() throws Exception {
    startWorker();
    int port = broker.port();
    broker.close();
    await().until(() -> !worker.isConnected());
    heard.clear();

    broker = TestBroker.start(folder, port);
    listen();

    await().atMost(Duration.ofSeconds(20)).until(() -> !heard(WorkerHeartbeat.class).isEmpty());
    say(run(2, Greeter.class));
    await().until(() -> reports().stream().anyMatch(r -> r.status() == InstanceStatus.SUCCEED));
    assertThat(reports()).allMatch(report -> report.instanceId() == 2);
  }

  @Test
  void wrongPassword_failsTheStartWithAddressAndReason() {
    worker = new PowerJobWorker(config("wrong"));

    assertThatThrownBy(worker::init)
        .isInstanceOf(PowerJobException.class)
        .hasMessage(
            "no server lets app 'demo' in: 127.0.0.1:%d refused the login: INCORRECT_PASSWORD",
            http.getAddress().getPort());
    assertThatThrownBy(worker::init).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void brokerThatIsAway_failsTheStart() throws Exception {
    broker.close();
    worker = new PowerJobWorker(config(TestBroker.PASSWORD));

    assertThatThrownBy(worker::init)
        .hasMessageContaining("answered, but its message broker cannot be used: ")
        .hasMessageContaining(broker.address());
  }

  @Test
  void noServerThere_failsTheStart_eachAddressWithItsReason() {
    var config = config(TestBroker.PASSWORD);
    config.setServerAddress(List.of("127.0.0.1:2", "127.0.0.1:1"));
    worker = new PowerJobWorker(config);

    assertThatThrownBy(worker::init)
        .hasMessageContaining("127.0.0.1:2 connection refused")
        .hasMessageContaining("127.0.0.1:1 connection refused");
  }

  @Test
  void unusableConfiguration_failsBeforeAnything() {
    var config = config(TestBroker.PASSWORD);
    config.setAppName("");

    assertThatThrownBy(new PowerJobWorker(config)::init)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("appName");
  }

  @Test
  void destroyedWorker_leavesNoThread() throws Exception {
    startWorker();

    worker.destroy();

    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("powerjob-")));
  }

  /** Says hello. */
  public static class Greeter implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) {
      context.getOmsLogger().info("greeting {}", context.getInstanceParams());
      return new ProcessResult(true, "hello " + context.getInstanceParams());
    }
  }
}
