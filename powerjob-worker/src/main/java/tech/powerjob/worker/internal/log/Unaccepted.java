package tech.powerjob.worker.internal.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;
import tech.powerjob.worker.internal.connection.Outbox;

/**
 * Messages of log lines that were sent and not accepted yet. They are numbered, and sent again all
 * in order from the oldest one on, so that servers need no memory of gaps. Sending is for one
 * thread at a time; the rest is thread-safe.
 */
final class Unaccepted {
  private static final class Sent {
    private final long number;
    private final List<LogLine> lines;
    private final long weight;
    private long nanos;

    Sent(long number, List<LogLine> lines, long weight, long nanos) {
      this.number = number;
      this.lines = lines;
      this.weight = weight;
      this.nanos = nanos;
    }
  }

  /** Characters under way: a server that is slow is not flooded. */
  static final long WINDOW = 2L << 20;

  private final String workerId;
  private final String address;
  private final Outbox outbox;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Deque<Sent> sent = new ArrayDeque<>();
  private long next = 1;
  private long weight;

  Unaccepted(String workerId, String address, Outbox outbox) {
    this.workerId = workerId;
    this.address = address;
    this.outbox = outbox;
  }

  /** Whether one more message may leave. */
  boolean hasRoom() {
    return weight() < WINDOW;
  }

  long weight() {
    lock.lock();
    try {
      return weight;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return weight() == 0;
  }

  /**
   * Sends a new message.
   *
   * @return whether it left; otherwise it is forgotten
   */
  boolean send(List<LogLine> lines, long size, long nanos) {
    Sent message;
    lock.lock();
    try {
      // Noted before it leaves: the answer may be faster than this thread.
      message = new Sent(next, List.copyOf(lines), size, nanos);
      sent.add(message);
      weight += size;
      next++;
    } finally {
      lock.unlock();
    }
    if (send(message)) {
      return true;
    }
    lock.lock();
    try {
      sent.removeLast();
      weight -= size;
      next--;
    } finally {
      lock.unlock();
    }
    return false;
  }

  private boolean send(Sent message) {
    long oldest;
    lock.lock();
    try {
      oldest = sent.isEmpty() ? message.number : sent.getFirst().number;
    } finally {
      lock.unlock();
    }
    return outbox.send(new LogLines(workerId, address, message.number, oldest, message.lines));
  }

  /** Forgets what was accepted; returns how many characters that were. */
  long accepted(long number) {
    long freed = 0;
    lock.lock();
    try {
      while (!sent.isEmpty() && sent.getFirst().number <= number) {
        freed += sent.removeFirst().weight;
      }
      weight -= freed;
    } finally {
      lock.unlock();
    }
    return freed;
  }

  /** Sends everything once more if the oldest message was last sent at least so long ago. */
  void repeat(long nanos, long silence) {
    List<Sent> again;
    lock.lock();
    try {
      if (sent.isEmpty() || nanos - sent.getFirst().nanos < silence) {
        return;
      }
      again = List.copyOf(sent);
    } finally {
      lock.unlock();
    }
    for (var message : again) {
      if (!send(message)) {
        return;
      }
      message.nanos = nanos;
    }
  }
}
