package tech.powerjob.worker.internal.heartbeat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.wire.WorkerHeartbeat;
import tech.powerjob.worker.extension.SystemMetricsCollector;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Repeating;
import tech.powerjob.worker.internal.connection.Outbox;

/** Sends heartbeats: at once when a line opens, then again and again. Thread-safe. */
public final class Heartbeats {
  /**
   * What stays the same in all heartbeats of a worker.
   *
   * @param address {@code ip:port}
   * @param tag may be {@code null}
   */
  public record Identity(String workerId, String address, String tag, String version) {}

  /** How many runs there are. */
  public record Load(int runs, int heavy, boolean overload, int capacity) {}

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

  /** A server that asks for more than this gets no more. */
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private final Identity identity;
  private final Outbox outbox;
  private final Supplier<Load> load;
  private final Supplier<List<ContainerInfo>> containers;
  private final SystemMetricsCollector collector;
  private final Duration longest;
  private final Repeating beats;

  private volatile WorkerConnection connection;
  private volatile boolean stopping;
  private volatile boolean collectorFailed;

  /**
   * Heartbeats that have not begun.
   *
   * @param longest longest time between two; the server may want them more often
   */
  public Heartbeats(
      Identity identity,
      Outbox outbox,
      Supplier<Load> load,
      Supplier<List<ContainerInfo>> containers,
      SystemMetricsCollector collector,
      Duration longest,
      WorkerHost host) {
    this.identity = identity;
    this.outbox = outbox;
    this.load = load;
    this.containers = containers;
    this.collector = collector;
    this.longest = longest;
    beats = new Repeating("heartbeat", host, this::pause, () -> beat(false));
  }

  /** There is a new line: sends one at once and goes on in the server's rhythm. */
  public void connected(WorkerConnection newConnection) {
    connection = newConnection;
    beat(false);
    beats.later();
  }

  /** Says at once what has changed. */
  public void changed() {
    beat(false);
  }

  /** Says from now on that the worker takes no more runs. */
  public void stopping() {
    stopping = true;
    beat(false);
  }

  /** Says that the worker is gone, and says nothing more. */
  public void gone() {
    beats.stop();
    beat(true);
  }

  private Duration pause() {
    var current = connection;
    var wanted = current == null ? longest : Duration.ofMillis(current.heartbeatMillis());
    var bounded = wanted.compareTo(longest) < 0 ? wanted : longest;
    return bounded.compareTo(SHORTEST) > 0 ? bounded : SHORTEST;
  }

  private void beat(boolean gone) {
    var current = connection;
    if (current == null) {
      return;
    }
    var now = load.get();
    outbox.send(
        new WorkerHeartbeat(
            identity.workerId,
            current.appId(),
            identity.address,
            identity.tag,
            identity.version,
            stopping,
            gone,
            now.overload,
            now.runs,
            now.heavy,
            metrics(),
            now.capacity,
            containers.get()));
  }

  private SystemMetrics metrics() {
    try {
      return collector.collect();
    } catch (RuntimeException e) {
      if (!collectorFailed) {
        collectorFailed = true;
        LOG.warn("the metrics collector fails, the worker shows no metrics", e);
      }
      return new SystemMetrics();
    }
  }
}
