package tech.powerjob.worker.internal.connection;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.LogLines;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.worker.host.WorkerHost;

/**
 * The line to one broker: opened, and opened again with growing pauses when it breaks, for as long
 * as the broker is wanted. Thread-safe.
 */
final class Line {
  /** Who keeps the lines. */
  interface Keeper {
    /** A server said something. */
    void received(Line line, WireMessage message);

    /** The line is open now. */
    void opened(Line line, WorkerConnection said);

    /** The line broke, and is opened again. */
    void broke(Line line);

    /** Runs a task later; does nothing when the worker is stopping. */
    void schedule(Runnable task, Duration delay);
  }

  /** An open link with its lanes. */
  private record Open(ServerLink link, Lane heartbeats, Lane reports, Lane logs) {}

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  private final String broker;
  private final ServerLinks links;
  private final WorkerHost host;
  private final Keeper keeper;
  private final ReentrantLock lock = new ReentrantLock();

  private final ReentrantLock opening = new ReentrantLock();
  private final AtomicBoolean planned = new AtomicBoolean();

  /** Used by the one task at a time that opens. */
  private final Backoff backoff = new Backoff(new SplittableRandom());

  private volatile Open open;
  private volatile long lastNamed;

  // Guarded by the lock.
  private boolean wanted = true;
  private boolean told;

  Line(String broker, ServerLinks links, WorkerHost host, Keeper keeper) {
    this.broker = broker;
    this.links = links;
    this.host = host;
    this.keeper = keeper;
  }

  String broker() {
    return broker;
  }

  /** Notes that a server named this broker, or that the line works. */
  void named(long nanos) {
    lastNamed = nanos;
  }

  long lastNamed() {
    return lastNamed;
  }

  boolean isOpen() {
    return open != null;
  }

  /** Tries once to open. */
  void open(WorkerConnection said) throws LinkException {
    var attempt = new Attempt();
    var link = links.open(broker, said, attempt);
    var opened =
        new Open(
            link,
            new Lane(link, host, 1, attempt::lost), // An older heartbeat is of no use.
            new Lane(link, host, Lane.MANY, attempt::lost),
            new Lane(link, host, Lane.MANY, attempt::lost));
    String broken = attempt.begin(opened);
    if (broken != null) {
      link.close();
      throw new LinkException(broken);
    }
    LOG.info("connected, app={} broker={}", said.appId(), broker);
    backoff.reset();
    keeper.opened(this, said);
  }

  /** Opens in the background, and tries until it works or the broker is not wanted any more. */
  void openLater(WorkerConnection said, Duration delay) {
    if (planned.compareAndSet(false, true)) {
      keeper.schedule(
          () -> {
            planned.set(false);
            attempt(said);
          },
          delay);
    }
  }

  private void attempt(WorkerConnection said) {
    if (!opening.tryLock()) {
      return; // Whoever is at it tries on by itself.
    }
    try {
      if (isWanted() && !isOpen()) {
        tryOnce(said);
      }
    } finally {
      opening.unlock();
    }
  }

  private void tryOnce(WorkerConnection said) {
    try {
      open(said);
      return;
    } catch (LinkException e) {
      if (tellOnce()) {
        LOG.warn("broker={} not connected, trying on: {}", broker, e.getMessage());
      } else {
        LOG.debug("broker={} still not connected: {}", broker, e.getMessage());
      }
    } catch (RuntimeException | LinkageError e) {
      // A class path that lacks something must not end the attempts without a word.
      LOG.warn("broker={} opening a connection failed, trying on", broker, e);
    }
    openLater(said, backoff.next());
  }

  private boolean isWanted() {
    lock.lock();
    try {
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  private boolean tellOnce() {
    lock.lock();
    try {
      boolean first = !told;
      told = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands a message over; it leaves soon.
   *
   * @return {@code false} while the line is not open
   */
  boolean send(WireMessage message) {
    var now = open;
    if (now == null) {
      return false;
    }
    laneOf(now, message).offer(message);
    return true;
  }

  /** Whether messages like this one are held up by a broker that hangs. */
  boolean isStalled(WireMessage message) {
    var now = open;
    return now != null && laneOf(now, message).isStalled();
  }

  private static Lane laneOf(Open now, WireMessage message) {
    if (message instanceof InstanceReports) {
      return now.reports;
    }
    return message instanceof LogLines ? now.logs : now.heartbeats;
  }

  /** Hangs up and does not open again. */
  void close() {
    Open last;
    lock.lock();
    try {
      wanted = false;
      last = open;
      open = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.logs.flush();
      last.reports.flush();
      last.heartbeats.flush();
      last.link.close();
    }
  }

  /** What becomes of one link. */
  private final class Attempt implements LinkListener {
    // Guarded by the lock.
    private Open mine;
    private String reason;

    /** Puts the link to use; returns why not, or {@code null}. */
    String begin(Open opened) {
      lock.lock();
      try {
        if (!wanted) {
          return "the worker is stopping";
        }
        if (reason != null) {
          return reason;
        }
        mine = opened;
        open = opened;
        told = false;
        return null;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void received(WireMessage message) {
      keeper.received(Line.this, message);
    }

    @Override
    public void lost(String why) {
      lock.lock();
      try {
        if (reason == null) {
          reason = why;
        }
        if (mine == null || open != mine) {
          return;
        }
        open = null;
      } finally {
        lock.unlock();
      }
      LOG.warn("broker={} connection lost: {}", broker, why);
      keeper.broke(Line.this);
      keeper.schedule(mine.link::close, Duration.ZERO);
    }
  }
}
