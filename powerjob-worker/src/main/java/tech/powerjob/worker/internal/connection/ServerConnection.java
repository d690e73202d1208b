package tech.powerjob.worker.internal.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.wire.WorkerHeartbeat;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;

/**
 * Keeps lines to the brokers of all servers for as long as the worker lives. Which there are is
 * asked again and again, and at once when a line breaks.
 *
 * <p>Heartbeats go over every line, so that every server knows the worker. Reports go to the server
 * that gave the run; what it did not accept the first time, or what its broker holds up, goes to
 * another one. Log lines go over any line. Nothing here waits for a broker, except opening.
 * Thread-safe.
 */
public final class ServerConnection implements Outbox {
  /** How often the servers are asked who they are. */
  static final Duration REFRESH = Duration.ofSeconds(10);

  /** How long a broker is tried that no server names any more. */
  static final Duration KEPT = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  /** Runs whose origin is remembered; those beyond it report to anybody. */
  private static final int ORIGINS_KEPT = 50_000;

  private final ServerLinks links;
  private final WorkerHost host;
  private final Ticker ticker;
  private final Consumer<WireMessage> inbox;
  private final List<Consumer<WorkerConnection>> onConnected = new CopyOnWriteArrayList<>();
  private final Line.Keeper keeper = new Keeper();
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock asking = new ReentrantLock();

  // Guarded by the lock of asking.
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private boolean told;

  /** Lines by broker, open or not. Guarded by the lock. */
  private final Map<String, Line> lines = new LinkedHashMap<>();

  private final ReentrantLock remembering = new ReentrantLock();

  /** Where runs came from. Guarded by the lock of remembering. */
  private final Map<Long, Origin> origins =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Origin> eldest) {
          return size() > ORIGINS_KEPT;
        }
      };

  private volatile List<Line> snapshot = List.of();
  private volatile WorkerConnection said;

  // Guarded by the lock.
  private boolean closed;
  private WorkerHost.Scheduled refresh;

  /** Where a run came from, and whether its result was sent there already. */
  private static final class Origin {
    private final Line line;
    private boolean told;

    Origin(Line line) {
      this.line = line;
    }
  }

  /**
   * A connection that is not open yet.
   *
   * @param inbox takes what servers say; must not block
   */
  public ServerConnection(
      ServerLinks links, WorkerHost host, Ticker ticker, Consumer<WireMessage> inbox) {
    this.links = links;
    this.ticker = ticker;
    this.host = host;
    this.inbox = inbox;
  }

  /** Has this told whenever a new line is open, in the order of these calls. */
  public void whenConnected(Consumer<WorkerConnection> listener) {
    onConnected.add(listener);
  }

  /**
   * Opens a first line, or fails; the others are opened in the background.
   *
   * @throws PowerJobException naming each address tried and why it did not work
   */
  public void connect() {
    try {
      var answer = links.ask();
      List<String> reasons = new ArrayList<>();
      var opened = adopt(answer).stream().filter(line -> opens(line, answer, reasons)).findFirst();
      if (opened.isEmpty()) {
        throw new PowerJobException(
            "a server answered, but its message broker cannot be used: "
                + (reasons.isEmpty() ? "it names none" : String.join(", ", reasons)));
      }
      openMissing(answer);
      planRefresh(REFRESH);
    } catch (LinkException e) {
      throw new PowerJobException(e.getMessage(), e);
    }
  }

  private static boolean opens(Line line, WorkerConnection answer, List<String> reasons) {
    try {
      line.open(answer);
      return true;
    } catch (LinkException e) {
      reasons.add(line.broker() + " " + e.getMessage());
      return false;
    }
  }

  /** Opens lines in the background, and tries until it works. */
  public void connectInBackground() {
    planRefresh(Duration.ZERO);
  }

  /** What the servers said last; {@code null} while no line is open. */
  public WorkerConnection connection() {
    return snapshot.stream().anyMatch(Line::isOpen) ? said : null;
  }

  /** What the servers said last; {@code null} if none ever said anything. */
  public WorkerConnection lastSaid() {
    return said;
  }

  @Override
  public boolean send(WireMessage message) {
    if (message instanceof WorkerHeartbeat) {
      boolean left = false;
      for (var line : snapshot) {
        left |= line.send(message);
      }
      return left;
    }
    if (message instanceof InstanceReports reports) {
      return sendReports(reports);
    }
    var line = any(null, message);
    return line != null && line.send(message);
  }

  private boolean sendReports(InstanceReports reports) {
    var lastLine = any(null, reports);
    if (lastLine == null) {
      return false;
    }
    var byLine = new LinkedHashMap<Line, List<InstanceReport>>();
    for (var report : reports.reports()) {
      byLine.computeIfAbsent(lineFor(report, reports), line -> new ArrayList<>()).add(report);
    }
    boolean left = true;
    for (var part : byLine.entrySet()) {
      left &= part.getKey().send(new InstanceReports(reports.workerId(), part.getValue()));
    }
    return left;
  }

  private Line lineFor(InstanceReport report, InstanceReports all) {
    boolean avoid = false;
    Line origin = null;
    remembering.lock();
    try {
      var known = origins.get(report.instanceId());
      if (known != null) {
        origin = known.line;
        avoid = known.told;
        known.told |= report.status() != InstanceStatus.RUNNING;
      }
    } finally {
      remembering.unlock();
    }
    if (origin != null && !avoid && origin.isOpen() && !origin.isStalled(all)) {
      return origin;
    }
    var other = any(origin, all);
    return other != null ? other : snapshot.get(0);
  }

  /** An open line, if possible not the given one and not one that hangs; null if none is open. */
  private Line any(Line butNot, WireMessage message) {
    Line best = null;
    int bestRank = -1;
    for (var line : snapshot) {
      if (line.isOpen()) {
        int rank = (line.isStalled(message) ? 0 : 2) + (line.equals(butNot) ? 0 : 1);
        if (rank > bestRank) {
          best = line;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  /** Sends what still waits, hangs up and opens no more lines. */
  public void close() {
    Collection<Line> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(lines.values());
      lines.clear();
      snapshot = List.of();
      if (refresh != null) {
        refresh.cancel();
      }
    } finally {
      lock.unlock();
    }
    all.forEach(Line::close);
  }

  /** Notes who the servers are now; returns the lines that there are to be. */
  private List<Line> adopt(WorkerConnection answer) throws LinkException {
    var gone = new ArrayList<Line>();
    lock.lock();
    try {
      if (closed) {
        throw new LinkException("the worker is stopping");
      }
      said = answer;
      for (var broker : answer.brokers()) {
        lines.computeIfAbsent(broker, address -> new Line(address, links, host, keeper));
      }
      // A server that stood still comes back, so its line is tried for a while.
      long now = ticker.nanos();
      lines
          .values()
          .removeIf(
              line -> {
                if (answer.brokers().contains(line.broker()) || line.isOpen()) {
                  line.named(now);
                }
                boolean old = now - line.lastNamed() > KEPT.toNanos();
                if (old) {
                  gone.add(line);
                }
                return old;
              });
      snapshot = List.copyOf(lines.values());
    } finally {
      lock.unlock();
    }
    gone.forEach(Line::close);
    return snapshot;
  }

  private void openMissing(WorkerConnection answer) {
    snapshot.stream()
        .filter(line -> !line.isOpen())
        .forEach(line -> line.openLater(answer, Duration.ZERO));
  }

  /** Asks who the servers are, and plans the next time. */
  private void refresh() {
    asking.lock();
    try {
      var answer = links.ask();
      var before = new HashMap<String, Line>();
      snapshot.forEach(line -> before.put(line.broker(), line));
      for (var line : adopt(answer)) {
        if (!before.containsKey(line.broker())) {
          line.openLater(answer, Duration.ZERO);
        }
      }
      backoff.reset();
      told = false;
      planRefresh(REFRESH);
    } catch (LinkException e) {
      if (snapshot.stream().anyMatch(Line::isOpen)) {
        LOG.debug("no server says who the others are: {}", e.getMessage());
        planRefresh(REFRESH);
      } else {
        var pause = backoff.next();
        if (told) {
          LOG.debug("still not connected, next try in {} ms", pause.toMillis(), e);
        } else {
          LOG.warn("not connected, trying on: {}", e.getMessage());
        }
        told = true;
        planRefresh(pause);
      }
    } catch (RuntimeException | LinkageError e) {
      // A class path that lacks something must not end the attempts without a word.
      LOG.warn("opening a connection failed, trying on", e);
      planRefresh(backoff.next());
    } finally {
      asking.unlock();
    }
  }

  private void planRefresh(Duration delay) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (refresh != null) {
        refresh.cancel();
      }
      refresh = host.schedule(this::refresh, delay);
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, no more connections are opened");
    } finally {
      lock.unlock();
    }
  }

  private final class Keeper implements Line.Keeper {
    @Override
    public void received(Line line, WireMessage message) {
      if (message instanceof RunInstance command) {
        remember(line, command.instanceId());
      } else if (message instanceof CheckInstances question) {
        question.instances().stream()
            .map(InstanceEpoch::instanceId)
            .forEach(instance -> remember(line, instance));
      } else if (message instanceof ReportsAccepted answer) {
        remembering.lock();
        try {
          answer.instances().forEach(each -> origins.remove(each.instanceId()));
        } finally {
          remembering.unlock();
        }
      }
      inbox.accept(message);
    }

    private void remember(Line line, long instanceId) {
      remembering.lock();
      try {
        origins.put(instanceId, new Origin(line));
      } finally {
        remembering.unlock();
      }
    }

    @Override
    public void opened(Line line, WorkerConnection answer) {
      for (var listener : onConnected) {
        listener.accept(answer);
      }
    }

    @Override
    public void broke(Line line) {
      line.openLater(said, Duration.ZERO);
      planRefresh(Duration.ofMillis(200));
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
      lock.lock();
      try {
        if (!closed) {
          host.schedule(task, delay);
        }
      } catch (RejectedExecutionException e) {
        LOG.debug("the host is closed, no more connections are opened");
      } finally {
        lock.unlock();
      }
    }
  }
}
