package tech.powerjob.server.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.server.store.StoreException;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;

/**
 * Takes messages of log lines and has them stored in the order in which they came, all that wait in
 * one transaction, by one thread. What waits is bounded; what is not taken, or lost with this
 * server, is sent again by its worker. Thread-safe.
 */
final class LogIntake {
  /** Who is told that lines are stored. */
  @FunctionalInterface
  interface Answer {
    void accepted(long appId, String workerId, long number);
  }

  private record Item(long appId, LogLines message, int weight, CompletableFuture<Void> done) {}

  private record Sender(long appId, String workerId) {}

  private static final Logger LOG = LoggerFactory.getLogger(LogIntake.class);

  /** Characters that wait at most. */
  static final int CAPACITY = 32 << 20;

  /** Characters in one transaction, about. */
  private static final int TURN = 2 << 20;

  private static final int MAX_ITEMS = 2_000;
  private static final int MOST_SENDERS = 20_000;
  private static final int FRAME = 80;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(2);

  private final LogWriter writer;
  private final Answer answer;
  private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(CAPACITY);

  /** The last message taken of each worker that waits for answers. Guarded by itself. */
  private final Map<Sender, Long> taken =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sender, Long> eldest) {
          return size() > MOST_SENDERS;
        }
      };

  private volatile boolean stopped;
  private volatile Thread thread;

  LogIntake(LogWriter writer, Answer answer) {
    this.writer = writer;
    this.answer = answer;
  }

  void start(ThreadFactory threads) {
    var started = threads.newThread(this::run);
    started.setName("powerjob-logs");
    thread = started;
    started.start();
  }

  /** Stores what was taken, in bounded time, and takes no more. */
  void stop() {
    stopped = true;
    var last = thread;
    if (last != null) {
      try {
        last.join(Duration.ofSeconds(5).toMillis());
        last.interrupt();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (var left = queue.poll(); left != null; left = queue.poll()) {
      left.done.completeExceptionally(new IllegalStateException("the server is stopping"));
    }
  }

  /**
   * Takes a message; its sender is answered once it is stored. A message that does not follow on
   * what its sender was heard to say is left out, because one before it got lost: the sender begins
   * with that one again. Waits for a moment while too much waits, and then leaves it out.
   *
   * @param appId application of the sender, which the broker vouches for
   */
  void take(long appId, LogLines message) {
    if (message.number() == 0) {
      put(appId, message);
      return;
    }
    var sender = new Sender(appId, message.workerId());
    synchronized (taken) {
      long last = taken.getOrDefault(sender, 0L);
      boolean follows = message.number() <= last + 1 || message.number() == message.oldest();
      if (!follows) {
        LOG.debug("worker={} logs: {} does not follow {}", sender, message.number(), last);
      } else if (put(appId, message) != null) {
        taken.put(sender, Math.max(last, message.number()));
      }
    }
  }

  /**
   * Stores lines before it returns.
   *
   * @throws IllegalStateException if too much waits, or the server stops
   */
  void store(long appId, LogLines message) {
    var done = put(appId, message);
    if (done == null) {
      throw new IllegalStateException("log lines are not taken now");
    }
    done.join();
  }

  /** The end of the message's storing, or {@code null} if it is not taken. */
  private CompletableFuture<Void> put(long appId, LogLines message) {
    int weight = weight(message);
    try {
      if (stopped || !room.tryAcquire(weight, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    var item = new Item(appId, message, weight, new CompletableFuture<>());
    queue.add(item);
    return item.done;
  }

  private static int weight(LogLines message) {
    long weight = FRAME;
    for (var line : message.lines()) {
      weight += FRAME + (line.content() == null ? 0 : line.content().length());
    }
    return (int) Math.min(weight, CAPACITY);
  }

  private void run() {
    try {
      while (!stopped || !queue.isEmpty()) {
        var batch = next();
        if (!batch.isEmpty()) {
          untilStored(batch);
          end(batch);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Item> next() throws InterruptedException {
    var batch = new ArrayList<Item>();
    long weight = 0;
    for (var item = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        item != null;
        item = weight < TURN && batch.size() < MAX_ITEMS ? queue.poll() : null) {
      batch.add(item);
      weight += item.weight;
    }
    return batch;
  }

  /** The database may be away for a while; meanwhile what comes waits. */
  private void untilStored(List<Item> batch) throws InterruptedException {
    var pause = Duration.ZERO;
    while (true) {
      try {
        store(batch);
        if (!pause.isZero()) {
          LOG.info("log lines are stored again");
        }
        return;
      } catch (StoreException e) {
        if (pause.isZero()) {
          LOG.warn("log lines cannot be stored and are tried until they are", e);
        }
        pause = pause.isZero() ? FIRST_PAUSE : longer(pause);
        Thread.sleep(pause.toMillis());
      }
    }
  }

  private static Duration longer(Duration pause) {
    var twice = pause.multipliedBy(2);
    return twice.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : twice;
  }

  private void store(List<Item> batch) {
    try {
      writer.write(
          batch.stream().map(item -> new LogWriter.Said(item.appId, item.message)).toList());
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      if (batch.size() > 1) {
        // One bad message must not fail its neighbours.
        batch.forEach(item -> store(List.of(item)));
      } else {
        var lost = batch.get(0);
        LOG.warn("log lines of worker={} are dropped", lost.message.workerId(), e);
      }
    }
  }

  private void end(List<Item> batch) {
    var numbers = new HashMap<Sender, Long>();
    for (var item : batch) {
      room.release(item.weight);
      item.done.complete(null);
      if (item.message.number() > 0) {
        numbers.merge(
            new Sender(item.appId, item.message.workerId()), item.message.number(), Math::max);
      }
    }
    numbers.forEach((sender, number) -> answer.accepted(sender.appId, sender.workerId, number));
  }

  /** The lines of a message by run, in their order. */
  static Map<Long, List<LogLine>> byRun(LogLines message) {
    return message.lines().stream()
        .collect(
            Collectors.groupingBy(LogLine::instanceId, LinkedHashMap::new, Collectors.toList()));
  }
}
