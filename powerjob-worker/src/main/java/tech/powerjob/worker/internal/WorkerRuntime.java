package tech.powerjob.worker.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.LogsAccepted;
import tech.powerjob.wire.TaskAnnouncement;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.extension.SystemMetricsCollector;
import tech.powerjob.worker.extension.processor.ProcessorFactory;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.connection.ServerConnection;
import tech.powerjob.worker.internal.connection.ServerLinks;
import tech.powerjob.worker.internal.connection.TaskLinks;
import tech.powerjob.worker.internal.container.ContainerProcessorFactory;
import tech.powerjob.worker.internal.container.Containers;
import tech.powerjob.worker.internal.distributed.Coordinators;
import tech.powerjob.worker.internal.distributed.Participations;
import tech.powerjob.worker.internal.distributed.TaskEnvironment;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;
import tech.powerjob.worker.internal.heartbeat.JvmMetrics;
import tech.powerjob.worker.internal.instance.ContextAdditions;
import tech.powerjob.worker.internal.instance.RunEnvironment;
import tech.powerjob.worker.internal.instance.Runs;
import tech.powerjob.worker.internal.log.LogShipper;
import tech.powerjob.worker.internal.log.RunLoggers;
import tech.powerjob.worker.internal.processor.ClassNameFactory;
import tech.powerjob.worker.internal.processor.Processors;
import tech.powerjob.worker.internal.report.FinalReports;
import tech.powerjob.worker.internal.report.Reporter;

/** The parts of one worker, put together. Started once and stopped once. */
public final class WorkerRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRuntime.class);

  private static final Duration REPEAT_CHECK = Duration.ofMillis(500);

  /** How long a stopping worker waits for servers to accept its last results. */
  private static final Duration ACCEPT_PATIENCE = Duration.ofSeconds(5);

  /** How long interrupted processors get to end by themselves. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final PowerJobWorkerConfig config;
  private final WorkerHost host;
  private final ServerConnection connection;
  private final FinalReports finals;
  private final Reporter reporter;
  private final LogShipper logs;
  private final Containers containers;
  private final TaskLinks taskLinks;
  private final Participations participations;
  private final Runs runs;
  private final Heartbeats heartbeats;
  private final Repeating repeats;
  private final Repeating receipts;

  /**
   * A worker that is not connected yet.
   *
   * @param identity what all its heartbeats say
   * @param links opens lines to the servers
   */
  public WorkerRuntime(
      PowerJobWorkerConfig config,
      Heartbeats.Identity identity,
      WorkerHost host,
      ServerLinks links,
      Ticker ticker) {
    this.config = config;
    this.host = host;
    connection = new ServerConnection(links, host, ticker, this::received);
    finals = new FinalReports(FinalReports.Limits.DEFAULT, ticker);
    logs =
        new LogShipper(
            identity.workerId(),
            identity.address(),
            connection,
            host,
            ticker,
            LogShipper.Limits.DEFAULT);
    reporter = new Reporter(identity.workerId(), connection, logs::flush, finals, host, ticker);
    containers = Containers.of(config, links.http(), host, ticker, this::containersChanged);
    var collector = config.getSystemMetricsCollector();
    SystemMetricsCollector metrics = collector != null ? collector : new JvmMetrics();
    var environment =
        new RunEnvironment(
            new Processors(factories()),
            new RunLoggers(logs),
            host,
            ticker,
            config.getMaxResultLength(),
            config.getUserContext(),
            new ContextAdditions(config.getMaxAppendedWfContextLength()));
    taskLinks =
        new TaskLinks(
            broker -> {
              var said = connection.lastSaid();
              return links.openTasks(broker, said != null && said.tls());
            },
            host);
    var tasks =
        new TaskEnvironment(
            environment,
            taskLinks,
            identity,
            connection::lastSaid,
            metrics::collect,
            config.getAllowedTaskTypes());
    participations = new Participations(tasks);
    runs =
        new Runs(
            environment,
            finals,
            reporter::report,
            config.getMaxLightweightTaskNum(),
            new Coordinators(tasks),
            config.getMaxHeavyweightTaskNum());
    heartbeats =
        new Heartbeats(
            identity,
            connection,
            () ->
                new Heartbeats.Load(
                    runs.count() - runs.heavyCount(),
                    runs.heavyCount(),
                    runs.isOverloaded(),
                    runs.capacity()),
            containers::infos,
            metrics,
            Duration.ofSeconds(config.getHealthReportInterval()),
            host);
    repeats = new Repeating("report", host, () -> REPEAT_CHECK, reporter::repeatDue);
    receipts = new Repeating("receipt", host, () -> Runs.UNHEARD, runs::sayWaiting);
    connection.whenConnected(this::connected);
  }

  private List<ProcessorFactory> factories() {
    List<ProcessorFactory> all = new ArrayList<>();
    if (config.getProcessorFactoryList() != null) {
      all.addAll(config.getProcessorFactoryList());
    }
    all.addAll(host.processorFactories());
    all.add(new ClassNameFactory(host.classLoader()));
    all.add(new ContainerProcessorFactory(containers));
    return all;
  }

  private void received(WireMessage message) {
    if (message instanceof TaskAnnouncement announcement) {
      participations.heard(announcement);
    } else if (message instanceof LogsAccepted stored) {
      logs.accepted(stored.number());
    } else if (!containers.received(message)) {
      runs.received(message);
    }
  }

  private void containersChanged() {
    heartbeats.changed();
  }

  private void connected(WorkerConnection newConnection) {
    heartbeats.connected(newConnection);
    logs.resume();
    finals.repeatAll();
    runs.sayAll();
    repeats.now();
  }

  /**
   * Connects and takes runs.
   *
   * @throws tech.powerjob.common.exception.PowerJobException if no server lets the worker in, and
   *     it may not wait for one
   */
  public void start() {
    if (config.isAllowLazyConnectServer()) {
      connection.connectInBackground();
    } else {
      connection.connect();
    }
    repeats.later();
    receipts.later();
  }

  /** Lets runs end, sends what is left to say, and hangs up. Takes bounded time. */
  public void stop() {
    heartbeats.stopping();
    runs.drain();
    participations.drain();
    try {
      long begun = System.nanoTime();
      if (!runs.awaitIdle(config.getStopTimeout())) {
        runs.handBack();
        if (!runs.awaitIdle(GRACE)) {
          runs.giveUp();
        }
      }
      var left = config.getStopTimeout().minusNanos(System.nanoTime() - begun);
      if (!await(participations::isIdle, left)) {
        LOG.warn("tasks of distributed instances are interrupted, others will do them");
      }
      sendLast();
      if (connection.connection() != null && !await(this::isAllAccepted, ACCEPT_PATIENCE)) {
        LOG.warn(
            "{} results, and {} log lines, were not accepted by a server before the stop",
            finals.unaccepted(),
            logs.isEmpty() ? "no" : "some");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("the stop was interrupted, runs and results may be lost");
    }
    close();
  }

  private boolean isAllAccepted() {
    return finals.unaccepted() == 0 && logs.isEmpty();
  }

  private void sendLast() {
    logs.flush();
    reporter.flush();
  }

  /** Hangs up at once. */
  public void close() {
    receipts.stop();
    repeats.stop();
    heartbeats.gone();
    runs.close();
    participations.close();
    taskLinks.close();
    connection.close();
    containers.close();
    host.close();
  }

  /** Whether there is a line to the servers. */
  public boolean isConnected() {
    return connection.connection() != null;
  }

  private static boolean await(Condition condition, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  private interface Condition {
    boolean holds();
  }
}
