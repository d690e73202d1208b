package tech.powerjob.worker.internal.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.connection.Outbox;

/**
 * Sends reports. The first one leaves at once; what happens within {@link #GATHERING} of the last
 * message waits and then travels together, so that a busy worker sends few and large messages.
 * Thread-safe.
 */
public final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  /** Least time between two messages. */
  static final Duration GATHERING = Duration.ofMillis(5);

  /** Most reports in a message: about a quarter of a megabyte with usual results. */
  static final int BATCH = 500;

  /** Most reports that wait here. Final ones beyond it come later, as repetitions. */
  private static final int MAX_WAITING = 20_000;

  private final String workerId;
  private final Outbox outbox;
  private final Runnable flushLogs;
  private final FinalReports finals;
  private final WorkerHost host;
  private final Ticker ticker;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock sending = new ReentrantLock();

  // Guarded by the first lock.
  private final Queue<InstanceReport> waiting = new ArrayDeque<>();
  private boolean planned;
  private long lastSent;

  /**
   * A reporter with nothing to say yet.
   *
   * @param flushLogs sends the log lines written so far; called before final reports leave
   */
  public Reporter(
      String workerId,
      Outbox outbox,
      Runnable flushLogs,
      FinalReports finals,
      WorkerHost host,
      Ticker ticker) {
    this.workerId = workerId;
    this.outbox = outbox;
    this.flushLogs = flushLogs;
    this.finals = finals;
    this.host = host;
    this.ticker = ticker;
    lastSent = ticker.nanos() - GATHERING.toNanos();
  }

  /** Sends a report soon. If it cannot be sent it is dropped; final ones are in the finals too. */
  public void report(InstanceReport report) {
    lock.lock();
    try {
      if (waiting.size() < MAX_WAITING) {
        waiting.add(report);
      }
      plan();
    } finally {
      lock.unlock();
    }
  }

  /** Sends again what should have been accepted by now. */
  public void repeatDue() {
    List<InstanceReport> due;
    do {
      due = finals.takeDue(BATCH);
      if (due.isEmpty()) {
        return;
      }
    } while (send(due) && due.size() == BATCH);
  }

  /** Sends what waits, now and by this thread. */
  public void flush() {
    while (sendBatch()) {
      LOG.trace("one more batch");
    }
  }

  private void plan() {
    if (planned || waiting.isEmpty()) {
      return;
    }
    long sinceLast = ticker.nanos() - lastSent;
    long pause = waiting.size() >= BATCH ? 0 : Math.max(0, GATHERING.toNanos() - sinceLast);
    try {
      host.schedule(this::sendPlanned, Duration.ofNanos(pause));
      planned = true;
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, {} reports are not sent", waiting.size());
    }
  }

  private void sendPlanned() {
    lock.lock();
    try {
      planned = false;
    } finally {
      lock.unlock();
    }
    sendBatch();
    lock.lock();
    try {
      plan();
    } finally {
      lock.unlock();
    }
  }

  private boolean sendBatch() {
    // Held from taking to sending, so that two threads cannot send in the wrong order.
    sending.lock();
    try {
      var batch = take();
      return !batch.isEmpty() && send(batch);
    } finally {
      sending.unlock();
    }
  }

  private List<InstanceReport> take() {
    List<InstanceReport> batch = new ArrayList<>();
    lock.lock();
    try {
      while (batch.size() < BATCH && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      if (!batch.isEmpty()) {
        lastSent = ticker.nanos();
      }
    } finally {
      lock.unlock();
    }
    return batch;
  }

  private boolean send(List<InstanceReport> batch) {
    if (batch.stream().anyMatch(each -> each.status() != InstanceStatus.RUNNING)) {
      flushLogs.run();
    }
    return outbox.send(new InstanceReports(workerId, batch));
  }
}
