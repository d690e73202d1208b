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
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.connection.Outbox;

/**
 * Carries log lines to the servers, many in one message, and keeps them until a server has accepted
 * them. What waits is bounded: when it is full, a processor is held up for a moment and then loses
 * lines, which a line in their place says. Thread-safe.
 */
public final class LogShipper {
  /** How many characters are held at most, and how long a processor waits for room. */
  public record Limits(long characters, Duration patience) {
    public static final Limits DEFAULT = new Limits(8L << 20, Duration.ofMillis(50));
  }

  private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);

  /** How long the first line waits for others. */
  static final Duration GATHERING = Duration.ofMillis(500);

  /** How long a server may take to accept what it got, before it is sent again. */
  static final Duration ACCEPT_PATIENCE = Duration.ofSeconds(3);

  /**
   * A message goes early when so many characters wait, and holds about as many. The broker puts
   * messages of more than 100 kB into files, and a character is two bytes to it.
   */
  static final int BATCH_CHARACTERS = 44 << 10;

  /** Longest content of a line; the rest is cut. */
  static final int MAX_LINE = 32 << 10;

  /** What a line weighs besides its content. */
  private static final long FRAME = 80;

  private final WorkerHost host;
  private final Ticker ticker;
  private final Limits limits;
  private final Unaccepted unaccepted;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final ReentrantLock sending = new ReentrantLock();

  // Guarded by the first lock.
  private final Deque<LogLine> waiting = new ArrayDeque<>();
  private final Map<Long, Integer> dropped = new LinkedHashMap<>();
  private long characters;
  private long latest = Long.MIN_VALUE;
  private WorkerHost.Scheduled planned;
  private boolean plannedEarly;
  private boolean watching;

  /** Whether the last message left; nobody waits for room while nothing leaves. */
  private boolean leaving = true;

  /** Whether a wait for room was in vain; nobody waits again before there is plenty. */
  private boolean jammed;

  public LogShipper(
      String workerId,
      String address,
      Outbox outbox,
      WorkerHost host,
      Ticker ticker,
      Limits limits) {
    this.host = host;
    this.ticker = ticker;
    this.limits = limits;
    unaccepted = new Unaccepted(workerId, address, outbox);
  }

  /** Takes a line that belongs to no task, as {@link #append(long, String, LogLevel, String)}. */
  public void append(long instanceId, LogLevel level, String content) {
    append(instanceId, null, level, content);
  }

  /**
   * Takes a line. Blocks for a moment if too many wait, and drops the line if they still do.
   *
   * @param task may be {@code null}
   */
  public void append(long instanceId, String task, LogLevel level, String content) {
    var text = content.length() <= MAX_LINE ? content : content.substring(0, MAX_LINE) + "...";
    lock.lock();
    try {
      var line = new LogLine(instanceId, now(), level.getV(), text, task);
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

  /** The machine's clock may be set back; the order of lines must not show it. */
  private long now() {
    latest = Math.max(latest, ticker.epochMillis());
    return latest;
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

  /** Sends what waited for a line to the servers, or got lost with one: there is one again. */
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
    repeat(Duration.ZERO);
  }

  /** Forgets what servers have stored. */
  public void accepted(long number) {
    long weight = unaccepted.accepted(number);
    if (weight == 0) {
      return;
    }
    lock.lock();
    try {
      characters -= weight;
      jammed &= characters > limits.characters / 2;
      room.signalAll();
      if (!waiting.isEmpty()) {
        plan();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether every line was accepted by a server. */
  public boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty() && unaccepted.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitRoom(long weight) {
    long patience = leaving && !jammed ? limits.patience.toNanos() : 0;
    while (characters + weight > limits.characters && characters > 0) {
      if (patience <= 0) {
        jammed = true;
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
        now(),
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
    boolean early =
        leaving && characters - unaccepted.weight() >= BATCH_CHARACTERS && unaccepted.hasRoom();
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
      if (!waiting.isEmpty() && leaving && unaccepted.hasRoom()) {
        plan();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends one message; whether there was something and it left. */
  private boolean sendBatch() {
    if (!unaccepted.hasRoom()) {
      return false; // The next answer goes on.
    }
    var batch = peek();
    if (batch.isEmpty()) {
      return false;
    }
    long weight = batch.stream().mapToLong(LogShipper::weight).sum();
    boolean left = unaccepted.send(batch, weight, ticker.nanos());
    lock.lock();
    try {
      leaving = left;
      if (left) {
        for (int i = 0; i < batch.size(); i++) {
          waiting.remove();
        }
        watch();
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

  /** Looks later whether all was accepted; called with the lock. */
  private void watch() {
    if (watching) {
      return;
    }
    try {
      host.schedule(this::watched, ACCEPT_PATIENCE);
      watching = true;
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, log lines are not sent again");
    }
  }

  private void watched() {
    lock.lock();
    try {
      watching = false;
    } finally {
      lock.unlock();
    }
    repeat(ACCEPT_PATIENCE);
    lock.lock();
    try {
      if (!unaccepted.isEmpty()) {
        watch();
      }
    } finally {
      lock.unlock();
    }
  }

  private void repeat(Duration silence) {
    sending.lock();
    try {
      unaccepted.repeat(ticker.nanos(), silence.toNanos());
    } finally {
      sending.unlock();
    }
  }
}
