package tech.powerjob.worker.internal.connection;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.worker.host.WorkerHost;

/**
 * Keeps a line to the servers for as long as the worker lives. When it breaks, a new one is opened,
 * with growing pauses and without end. Thread-safe.
 */
public final class ServerConnection implements Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  private final ServerLinks links;
  private final WorkerHost host;
  private final Consumer<WireMessage> inbox;
  private final List<Consumer<WorkerConnection>> onConnected = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Used only by the one task that opens lines. */
  private final Backoff backoff = new Backoff(new SplittableRandom());

  /** The line in use, or {@code null}. Written under the lock. */
  private volatile Line current;

  private boolean closed;

  /**
   * A connection that is not open yet.
   *
   * @param inbox takes what servers say; must not block
   */
  public ServerConnection(ServerLinks links, WorkerHost host, Consumer<WireMessage> inbox) {
    this.links = links;
    this.host = host;
    this.inbox = inbox;
  }

  /** Has this told whenever a new line is open, in the order of these calls. */
  public void whenConnected(Consumer<WorkerConnection> listener) {
    onConnected.add(listener);
  }

  /**
   * Opens the first line, or fails.
   *
   * @throws PowerJobException naming each address tried and why it did not work
   */
  public void connect() {
    try {
      open();
    } catch (LinkException e) {
      throw new PowerJobException(e.getMessage(), e);
    }
  }

  /** Opens the first line in the background, and tries until it works. */
  public void connectInBackground() {
    schedule(() -> reopen(true), Duration.ZERO);
  }

  /** What the server told about the line in use; {@code null} while there is none. */
  public WorkerConnection connection() {
    var line = current;
    return line == null ? null : line.link.connection();
  }

  @Override
  public boolean send(WireMessage message) {
    var line = current;
    if (line == null) {
      return false;
    }
    try {
      line.link.send(message);
      return true;
    } catch (LinkException e) {
      line.lost(e.getMessage());
      return false;
    }
  }

  /** Hangs up and opens no more lines. */
  public void close() {
    Line line;
    lock.lock();
    try {
      closed = true;
      line = current;
      current = null;
    } finally {
      lock.unlock();
    }
    if (line != null) {
      line.link.close();
    }
  }

  private void open() throws LinkException {
    var line = new Line();
    line.link = links.open(line);
    String broken = null;
    lock.lock();
    try {
      if (closed) {
        broken = "the worker is stopping";
      } else if (line.reason != null) {
        broken = line.reason;
      } else {
        current = line;
      }
    } finally {
      lock.unlock();
    }
    if (broken != null) {
      line.link.close();
      throw new LinkException(broken);
    }
    LOG.info("connected, app={}", line.link.connection().appId());
    for (var listener : onConnected) {
      listener.accept(line.link.connection());
    }
  }

  /** Runs as one chain of tasks: each schedules the next until a line is open. */
  private void reopen(boolean first) {
    try {
      open();
      backoff.reset();
    } catch (LinkException e) {
      var pause = backoff.next();
      if (first) {
        LOG.warn("not connected, trying on: {}", e.getMessage());
      } else {
        LOG.debug("still not connected, next try in {} ms: {}", pause.toMillis(), e.getMessage());
      }
      schedule(() -> reopen(false), pause);
    } catch (RuntimeException | LinkageError e) {
      // A class path that lacks something must not end the attempts without a word.
      LOG.warn("opening a connection failed, trying on", e);
      schedule(() -> reopen(false), backoff.next());
    }
  }

  private void schedule(Runnable task, Duration delay) {
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

  /** One line with what became of it. */
  private final class Line implements LinkListener {
    private ServerLink link;

    /** Why it broke, {@code null} while it holds. Guarded by the lock. */
    private String reason;

    @Override
    public void received(WireMessage message) {
      inbox.accept(message);
    }

    @Override
    public void lost(String why) {
      lock.lock();
      try {
        if (reason == null) {
          reason = why;
        }
        if (current != this) {
          return;
        }
        current = null;
      } finally {
        lock.unlock();
      }
      LOG.warn("connection lost: {}", why);
      schedule(
          () -> {
            link.close();
            reopen(true);
          },
          Duration.ZERO);
    }
  }
}
