package tech.powerjob.worker.internal.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.connection.Outbox;

/**
 * Carries log lines to the servers, many in one message. The lines that wait are bounded: a
 * processor that writes faster than they leave is held up for a moment, and then loses lines, which
 * a line in their place says. Thread-safe.
 */
public final class LogShipper {
  /** How many characters wait at most, and how long a processor waits for room. */
  public record Limits(long characters, Duration patience) {
    public static final Limits DEFAULT = new Limits(8L << 20, Duration.ofMillis(50));
  }

  private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);

  /** How long the first line waits for others. */
  static final Duration GATHERING = Duration.ofMillis(500);

  /** A message goes early when so many characters wait, and holds about as many. */
  static final int BATCH_CHARACTERS = 256 << 10;

  /** Longest content of a line; the rest is cut. */
  static final int MAX_LINE = 32 << 10;

  /** What a line weighs besides its content. */
  private static final long FRAME = 64;

  private final String workerId;
  private final String address;
  private final Outbox outbox;
  private final WorkerHost host;
  private final Ticker ticker;
  private final Limits limits;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final ReentrantLock sending = new ReentrantLock();

  // Guarded by the first lock.
  private final Deque<LogLine> waiting = new ArrayDeque<>();
  private final Map<Long, Integer> dropped = new LinkedHashMap<>();
  private long characters;
  private WorkerHost.Scheduled planned;
  private boolean plannedEarly;

  /** Whether the last message left; nobody waits for room while nothing leaves. */
  private boolean leaving = true;

  public LogShipper(
      String workerId,
      String address,
      Outbox outbox,
      WorkerHost host,
      Ticker ticker,
      Limits limits) {
    this.workerId = workerId;
    this.address = address;
    this.outbox = outbox;
    this.host = host;
    this.ticker = ticker;
    this.limits = limits;
  }

  /** Takes a line. Blocks for a moment if too many wait, and drops the line if they still do. */
  public void append(long instanceId, LogLevel level, String content) {
    var text = content.length() <= MAX_LINE ? content : content.substring(0, MAX_LINE) + "...";
    var line = new LogLine(instanceId, ticker.epochMillis(), level.getV(), text);
    lock.lock();
    try {
      if (awaitRoom(weight(line))) {
        put(line);
      } else {
        dropped.merge(instanceId, 1, Integer::sum);
      }
      plan();
    } finally {
      lock.unlock();
    }
  }

  /** Sends all lines written so far, by this thread; they stay if they cannot leave. */
  public void flush() {
    sending.lock();
    try {
      boolean sent;
      do {
        sent = sendBatch();
      } while (sent);
    } finally {
      sending.unlock();
    }
  }

  /** Sends what waited for a line to the servers: there is one again. */
  public void resume() {
    lock.lock();
    try {
      leaving = true;
      if (!waiting.isEmpty()) {
        plan();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitRoom(long weight) {
    long patience = leaving ? limits.patience.toNanos() : 0;
    while (characters + weight > limits.characters && !waiting.isEmpty()) {
      if (patience <= 0) {
        return false;
      }
      try {
        patience = room.awaitNanos(patience);
      } catch (InterruptedException e) {
        // The run is being stopped; that is its processor's business.
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private void put(LogLine line) {
    var missing = dropped.remove(line.instanceId());
    if (missing != null) {
      add(marker(line.instanceId(), missing));
    }
    add(line);
  }

  private LogLine marker(long instanceId, int missing) {
    return new LogLine(
        instanceId,
        ticker.epochMillis(),
        LogLevel.WARN.getV(),
        "[PowerJob] %d lines are missing here: they were written faster than the server took them"
            .formatted(missing));
  }

  private void add(LogLine line) {
    waiting.add(line);
    characters += weight(line);
  }

  private static long weight(LogLine line) {
    return FRAME + line.content().length();
  }

  private void plan() {
    boolean early = leaving && characters >= BATCH_CHARACTERS;
    if (planned != null && (plannedEarly || !early)) {
      return;
    }
    try {
      if (planned != null) {
        planned.cancel();
      }
      planned = host.schedule(this::sendPlanned, early ? Duration.ZERO : GATHERING);
      plannedEarly = early;
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, {} log lines are not sent", waiting.size());
    }
  }

  private void sendPlanned() {
    lock.lock();
    try {
      planned = null;
      plannedEarly = false;
    } finally {
      lock.unlock();
    }
    flush();
    lock.lock();
    try {
      if (!waiting.isEmpty() && leaving) {
        plan();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends one message; whether there was something and it left. */
  private boolean sendBatch() {
    var batch = peek();
    if (batch.isEmpty()) {
      return false;
    }
    boolean left = outbox.send(new LogLines(workerId, address, batch));
    lock.lock();
    try {
      leaving = left;
      if (left) {
        remove(batch.size());
      }
    } finally {
      lock.unlock();
    }
    return left;
  }

  private List<LogLine> peek() {
    List<LogLine> batch = new ArrayList<>();
    lock.lock();
    try {
      markDropped();
      long size = 0;
      for (var line : waiting) {
        size += weight(line);
        batch.add(line);
        if (size >= BATCH_CHARACTERS) {
          break;
        }
      }
    } finally {
      lock.unlock();
    }
    return batch;
  }

  /** A run that wrote nothing more after it lost lines must show the loss too. */
  private void markDropped() {
    if (characters < limits.characters / 2 || waiting.isEmpty()) {
      dropped.forEach((instanceId, missing) -> add(marker(instanceId, missing)));
      dropped.clear();
    }
  }

  private void remove(int count) {
    for (int i = 0; i < count; i++) {
      characters -= weight(waiting.remove());
    }
    room.signalAll();
  }
}
