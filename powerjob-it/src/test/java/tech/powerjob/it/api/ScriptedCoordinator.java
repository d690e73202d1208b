package tech.powerjob.it.api;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.RunInstances;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerHeartbeat;

/** A worker that lives and takes commands, and otherwise says what the test wants. */
final class ScriptedCoordinator implements AutoCloseable {
  static final String ADDRESS = "10.9.8.7:27777";

  private final long appId;
  private final String id;
  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final MessageCodec codec = new MessageCodec();
  private final ArrayDeque<RunInstance> commands = new ArrayDeque<>();
  private final jakarta.jms.MessageConsumer queue;
  private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
  private final Session beating;

  ScriptedCoordinator(int jmsPort, String app, String password, long appId, String id)
      throws JMSException {
    this.appId = appId;
    this.id = id;
    factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + jmsPort, app, password);
    connection = factory.createConnection();
    connection.start();
    var session = session();
    queue = session.createConsumer(session.createQueue(Addresses.worker(appId, id)));
    beating = session();
    pulse.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
  }

  private Session session() throws JMSException {
    return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  private void beat() {
    var beat =
        new WorkerHeartbeat(
            id, appId, ADDRESS, null, "test", false, false, false, 0, 0, null, 10, List.of());
    try {
      var text = beating.createTextMessage();
      codec.write(beat, text);
      var producer = beating.createProducer(beating.createTopic(Addresses.HEARTBEAT));
      producer.send(text);
      producer.close();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next command; fails if none comes in time. */
  RunInstance takeCommand() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (commands.isEmpty()) {
      var message = queue.receive(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      if (message == null) {
        throw new AssertionError("no command came");
      }
      var said = codec.read(message);
      if (said instanceof RunInstance run) {
        commands.add(run);
      } else if (said instanceof RunInstances runs) {
        commands.addAll(new ArrayList<>(runs.commands()));
      }
    }
    return commands.remove();
  }

  void report(RunInstance run, InstanceStatus status, String result) throws JMSException {
    report(run, status, result, false);
  }

  void lost(RunInstance run) throws JMSException {
    report(run, InstanceStatus.FAILED, "the worker stops", true);
  }

  private void report(RunInstance run, InstanceStatus status, String result, boolean lost)
      throws JMSException {
    boolean end = status != InstanceStatus.RUNNING;
    var report =
        new InstanceReport(
            run.instanceId(),
            run.epoch(),
            status,
            result,
            System.currentTimeMillis(),
            end ? System.currentTimeMillis() : null,
            lost,
            run.jobId(),
            null);
    send(Addresses.REPORT, new InstanceReports(id, List.of(report)));
  }

  void tasks(TaskReport report) throws JMSException {
    send(Addresses.TASK_REPORT, report);
  }

  String id() {
    return id;
  }

  private void send(String address, WireMessage message) throws JMSException {
    try (var session = session()) {
      var text = session.createTextMessage();
      codec.write(message, text);
      session.createProducer(session.createQueue(address)).send(text);
    }
  }

  void createQueue(String name) throws Exception {
    core().createQueue(QueueConfiguration.of(name));
  }

  boolean hasQueue(String name) throws Exception {
    return core().queueQuery(SimpleString.of(name)).isExists();
  }

  private ClientSession core() throws JMSException {
    return ((ActiveMQSession) session()).getCoreSession();
  }

  @Override
  public void close() {
    pulse.shutdownNow();
    factory.close();
  }
}
