package tech.powerjob.worker.internal.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.host.WorkerHost;

/**
 * The connections to the brokers that hold tasks: one each, opened when somebody needs it and
 * closed a while after the last one. Thread-safe.
 */
public final class TaskLinks implements AutoCloseable {
  /** Opens a connection. */
  @FunctionalInterface
  public interface Opener {
    /** Waits a bounded time; throws if the broker cannot be reached. */
    TaskLink open(String broker) throws LinkException;
  }

  /** Somebody's use of a connection, to be closed by them. */
  public final class Use implements AutoCloseable {
    private final Shared shared;
    private final AtomicBoolean used = new AtomicBoolean(true);

    private Use(Shared shared) {
      this.shared = shared;
    }

    /** A transacted session of one's own. If there is none, the connection is of no use. */
    public ClientSession session() throws ActiveMQException {
      try {
        return shared.link.session();
      } catch (ActiveMQException | RuntimeException e) {
        // A connection whose broker went away still calls itself open.
        broke();
        throw e;
      }
    }

    /** Says that something broke: whoever comes next gets another connection. */
    public void broke() {
      forget(shared);
    }

    @Override
    public void close() {
      if (used.compareAndSet(true, false)) {
        release(shared);
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TaskLinks.class);

  /** The next instance often comes soon. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private final Opener opener;
  private final WorkerHost host;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ReentrantLock> opening = new HashMap<>();
  private final Map<String, Shared> open = new HashMap<>();
  private boolean closed;

  /** No connections yet. */
  public TaskLinks(Opener opener, WorkerHost host) {
    this.opener = opener;
    this.host = host;
  }

  /**
   * Uses the connection to a broker, and opens it if there is none.
   *
   * @param broker {@code host:port}
   * @throws LinkException if it cannot be reached now
   */
  public Use use(String broker) throws LinkException {
    ReentrantLock mine;
    lock.lock();
    try {
      mine = opening.computeIfAbsent(broker, key -> new ReentrantLock());
    } finally {
      lock.unlock();
    }
    mine.lock();
    try {
      var known = find(broker);
      return known != null ? known : add(new Shared(broker, opener.open(broker)));
    } finally {
      mine.unlock();
    }
  }

  private Use find(String broker) {
    lock.lock();
    try {
      var shared = open.get(broker);
      if (shared == null || shared.link.isClosed()) {
        return null;
      }
      shared.users++;
      return new Use(shared);
    } finally {
      lock.unlock();
    }
  }

  private Use add(Shared shared) throws LinkException {
    lock.lock();
    try {
      if (!closed) {
        shared.users++;
        open.put(shared.broker, shared);
        LOG.debug("connected for tasks, broker={}", shared.broker);
        return new Use(shared);
      }
    } finally {
      lock.unlock();
    }
    shared.link.close();
    throw new LinkException("the worker is stopping");
  }

  private void forget(Shared shared) {
    lock.lock();
    try {
      open.remove(shared.broker, shared);
    } finally {
      lock.unlock();
    }
  }

  private void release(Shared shared) {
    boolean last;
    boolean wanted;
    lock.lock();
    try {
      last = --shared.users == 0;
      wanted = open.get(shared.broker) == shared;
    } finally {
      lock.unlock();
    }
    if (last) {
      try {
        host.schedule(() -> closeIfIdle(shared), wanted ? KEPT : Duration.ZERO);
      } catch (RejectedExecutionException e) {
        closeIfIdle(shared);
      }
    }
  }

  private void closeIfIdle(Shared shared) {
    lock.lock();
    try {
      if (shared.users > 0) {
        return;
      }
      open.remove(shared.broker, shared);
    } finally {
      lock.unlock();
    }
    shared.link.close();
  }

  /** Hangs up everywhere. */
  @Override
  public void close() {
    List<Shared> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(open.values());
      open.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(shared -> shared.link.close());
  }

  /** A connection and how many use it. */
  private static final class Shared {
    private final String broker;
    private final TaskLink link;
    private int users;

    Shared(String broker, TaskLink link) {
      this.broker = broker;
      this.link = link;
    }
  }
}
