package tech.powerjob.worker.internal.distributed;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.worker.TestBroker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.host.StandaloneHost;
import tech.powerjob.worker.internal.NamedProcessors;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.WorkerRuntime;
import tech.powerjob.worker.internal.connection.JmsLinks;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;

/** A broker, the server's side of it, and workers, all in this JVM. */
final class Cluster implements AutoCloseable {
  static final long APP_ID = 3;

  /** The broker tells of each session. Kept, since loggers are forgotten otherwise. */
  private static final java.util.logging.Logger QUIET =
      java.util.logging.Logger.getLogger("org.apache.activemq");

  static {
    QUIET.setLevel(java.util.logging.Level.SEVERE);
  }

  private final Path folder;
  private final HttpServer http;
  private final NamedProcessors processors = new NamedProcessors();
  private final Map<String, WorkerRuntime> workers = new LinkedHashMap<>();
  private final List<WireMessage> heard = new CopyOnWriteArrayList<>();
  private final MessageCodec codec = new MessageCodec();

  /** Not the listener's thread, without which the connection cannot be closed. */
  private final ExecutorService answers = Executors.newSingleThreadExecutor();

  private TestBroker broker;
  private Connection server;

  Cluster(Path folder) throws Exception {
    this.folder = folder;
    broker = TestBroker.lasting(folder, 0);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/openApi/authApp",
        exchange -> answer(exchange, "{\"success\":true,\"data\":{\"appId\":3,\"token\":\"t\"}}"));
    http.createContext(
        WorkerConnection.PATH,
        exchange ->
            answer(
                exchange,
                "{\"appId\":3,\"brokers\":[\"%s\"],\"tls\":false,\"heartbeatMillis\":500}"
                    .formatted(broker.address())));
    http.start();
    listen();
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void listen() throws JMSException {
    var factory =
        new ActiveMQConnectionFactory(
            false,
            new TransportConfiguration(
                NettyConnectorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", broker.port())));
    // Connections of workers are what tests cut.
    factory.setReconnectAttempts(-1);
    factory.setRetryInterval(100);
    server = factory.createConnection(TestBroker.serverUser(), TestBroker.PASSWORD);
    for (var name : List.of(Addresses.REPORT, Addresses.TASK_REPORT)) {
      var session = server.createSession(false, Session.AUTO_ACKNOWLEDGE);
      session
          .createConsumer(session.createQueue(name))
          .setMessageListener(
              message -> {
                try {
                  var content = codec.read(message);
                  heard.add(content);
                  if (content instanceof InstanceReports reports && !answers.isShutdown()) {
                    answers.execute(() -> accept(reports));
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
    }
    server.start();
  }

  private void accept(InstanceReports reports) {
    var finals =
        reports.reports().stream()
            .filter(each -> each.endTime() != null)
            .map(each -> new InstanceEpoch(each.instanceId(), each.epoch()))
            .toList();
    if (!finals.isEmpty()) {
      try {
        say(reports.workerId(), new ReportsAccepted(finals));
      } catch (JMSException e) {
        QUIET.fine(() -> "the worker says it again: " + e);
      }
    }
  }

  void restartBroker() throws Exception {
    int port = broker.port();
    server.close();
    broker.close();
    broker = TestBroker.lasting(folder, port);
    listen();
  }

  TestBroker broker() {
    return broker;
  }

  Cluster processor(String name, BasicProcessor processor) {
    processors.with(name, processor);
    return this;
  }

  /** Starts workers and waits until they listen. */
  Cluster workers(String... ids) {
    for (var id : ids) {
      worker(id, config -> {});
    }
    return this;
  }

  WorkerRuntime worker(String id, Consumer<PowerJobWorkerConfig> settings) {
    var config = new PowerJobWorkerConfig();
    config.setAppName(TestBroker.APP);
    config.setPassword(TestBroker.PASSWORD);
    config.setProcessorFactoryList(List.of(processors));
    config.setStopTimeout(Duration.ofSeconds(5));
    settings.accept(config);
    var worker =
        new WorkerRuntime(
            config,
            new Heartbeats.Identity(id, id + ":1", config.getTag(), "1"),
            new StandaloneHost(64),
            new JmsLinks(
                TestBroker.APP,
                TestBroker.PASSWORD,
                id,
                List.of("127.0.0.1:" + http.getAddress().getPort())),
            Ticker.SYSTEM);
    worker.start();
    workers.put(id, worker);
    await().until(() -> broker.hasQueue(Addresses.announce(APP_ID) + "." + id));
    return worker;
  }

  /** The process of a worker dies. */
  void kill(String id) {
    workers.remove(id).close();
  }

  void stop(String id) {
    workers.remove(id).stop();
  }

  void say(String worker, WireMessage message) throws JMSException {
    try (var session = server.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      var text = session.createTextMessage();
      codec.write(message, text);
      session.createProducer(session.createQueue(Addresses.worker(APP_ID, worker))).send(text);
    }
  }

  /** Has a worker coordinate an instance. */
  void run(String worker, Command command) throws JMSException {
    say(worker, command.of(broker.address(), worker, List.copyOf(workers.keySet())));
  }

  List<InstanceReport> reports(long instanceId) {
    return heard.stream()
        .filter(InstanceReports.class::isInstance)
        .flatMap(each -> ((InstanceReports) each).reports().stream())
        .filter(each -> each.instanceId() == instanceId)
        .toList();
  }

  /** Waits for the end of an instance. */
  InstanceReport outcome(long instanceId) {
    return outcome(instanceId, 1);
  }

  InstanceReport outcome(long instanceId, long fromEpoch) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> found(instanceId, fromEpoch) != null);
    return found(instanceId, fromEpoch);
  }

  private InstanceReport found(long instanceId, long fromEpoch) {
    return reports(instanceId).stream()
        .filter(each -> each.epoch() >= fromEpoch && (each.endTime() != null || each.lost()))
        .findFirst()
        .orElse(null);
  }

  List<TaskReport> taskReports(long instanceId) {
    return heard.stream()
        .filter(TaskReport.class::isInstance)
        .map(TaskReport.class::cast)
        .filter(each -> each.instanceId() == instanceId)
        .toList();
  }

  TaskReport.Counts counts(long instanceId) {
    await().until(() -> !taskReports(instanceId).isEmpty());
    return taskReports(instanceId).stream()
        .max((a, b) -> Long.compare(a.sequence(), b.sequence()))
        .orElseThrow()
        .counts();
  }

  /** Waits until all of them are known; reports of tasks and instances take different ways. */
  Map<String, TaskReport.Ended> allTasks(long instanceId) {
    await()
        .until(
            () -> {
              var counts = counts(instanceId);
              return tasks(instanceId).size() == counts.succeeded() + counts.failed();
            });
    return tasks(instanceId);
  }

  /** Ends as a server would store them, the latest of each task. */
  Map<String, TaskReport.Ended> tasks(long instanceId) {
    var byId = new TreeMap<String, TaskReport.Ended>();
    taskReports(instanceId).stream()
        .sorted((a, b) -> Long.compare(a.page(), b.page()))
        .forEach(each -> each.ended().forEach(task -> byId.put(task.taskId(), task)));
    return byId;
  }

  @Override
  public void close() throws Exception {
    for (var worker : new ArrayList<>(workers.values())) {
      worker.close();
    }
    answers.shutdownNow();
    server.close();
    http.stop(0);
    broker.close();
  }

  /** An instance to be run; what is not said is ordinary. */
  static final class Command {
    private final long instanceId;
    private final ExecuteType type;
    private final String processor;
    private long epoch = 1;
    private int generation = 1;
    private Long reopenedAfter;
    private int retries;
    private int concurrency = 5;
    private long timeLimit;
    private Long taskTimeLimit;
    private int maxWorkerCount;
    private TaskTrackerBehavior behavior = TaskTrackerBehavior.NORMAL;
    private JobOptions.Backoff backoff;
    private List<String> targets;
    private String designated;
    private Long wfInstanceId;
    private String instanceParams;

    Command(long instanceId, ExecuteType type, String processor) {
      this.instanceId = instanceId;
      this.type = type;
      this.processor = processor;
    }

    Command epoch(long value) {
      epoch = value;
      return this;
    }

    Command generation(int value) {
      generation = value;
      return this;
    }

    Command reopenedAfter(long value) {
      reopenedAfter = value;
      return this;
    }

    Command retries(int value) {
      retries = value;
      return this;
    }

    Command concurrency(int value) {
      concurrency = value;
      return this;
    }

    Command timeLimit(long millis) {
      timeLimit = millis;
      return this;
    }

    Command taskTimeLimit(long millis) {
      taskTimeLimit = millis;
      return this;
    }

    Command maxWorkerCount(int value) {
      maxWorkerCount = value;
      return this;
    }

    Command behavior(TaskTrackerBehavior value) {
      behavior = value;
      return this;
    }

    Command backoff(JobOptions.Backoff value) {
      backoff = value;
      return this;
    }

    Command targets(String... ids) {
      targets = List.of(ids);
      return this;
    }

    Command designated(String value) {
      designated = value;
      return this;
    }

    Command workflow(long wfId, String params) {
      wfInstanceId = wfId;
      instanceParams = params;
      return this;
    }

    RunInstance of(String broker, String coordinator, List<String> workers) {
      var all = new ArrayList<String>();
      if (targets == null) {
        all.add(coordinator);
        workers.stream().filter(each -> !each.equals(coordinator)).forEach(all::add);
      } else {
        all.addAll(targets);
      }
      var members =
          all.stream()
              .limit(maxWorkerCount == 0 ? Long.MAX_VALUE : maxWorkerCount)
              .map(id -> new Distribution.Member(id, id + ":1"))
              .toList();
      return new RunInstance(
          instanceId,
          epoch,
          7,
          APP_ID,
          "job",
          type,
          ProcessorType.BUILT_IN,
          processor,
          null,
          instanceParams,
          timeLimit,
          retries,
          concurrency,
          null,
          wfInstanceId,
          1_000,
          backoff,
          taskTimeLimit,
          new Distribution(
              broker,
              generation,
              reopenedAfter,
              maxWorkerCount,
              behavior,
              designated,
              0,
              0,
              0,
              members));
    }
  }
}
