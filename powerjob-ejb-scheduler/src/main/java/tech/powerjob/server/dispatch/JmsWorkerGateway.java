package tech.powerjob.server.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.LogsAccepted;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.wire.WireMessage;

/**
 * Sends to workers' queues from one thread, in the order in which things were said. Messages are
 * not persistent: every one can be derived from the database again, and the watch does so when no
 * answer comes. Thread-safe.
 */
@ApplicationScoped
public class JmsWorkerGateway implements WorkerGateway {
  /**
   * A message to be sent.
   *
   * @param atMillis not before that, epoch milliseconds
   */
  private record Outgoing(String queue, WireMessage message, long atMillis) {}

  private static final Logger LOG = LoggerFactory.getLogger(JmsWorkerGateway.class);

  /** A worker that has not fetched a message by then gets a fresh one, or is lost. */
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

  /** Beyond this the broker must have been away for long; the watch will say it all again. */
  private static final int MAX_WAITING = 100_000;

  /** Most messages that travel together: a worker starts on some while the next are written. */
  private static final int BATCH = 64;

  /** Workers to which this server keeps a producer. */
  private static final int MAX_PRODUCERS = 1_000;

  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration SHORT_PAUSE = Duration.ofMillis(10);

  private final LinkedBlockingQueue<Outgoing> waiting = new LinkedBlockingQueue<>(MAX_WAITING);

  /** Messages whose time has not come; used by the sending thread alone. */
  private final PriorityQueue<Outgoing> early =
      new PriorityQueue<>(Comparator.comparingLong(Outgoing::atMillis));

  private final MessageCodec codec = new MessageCodec();
  private volatile Thread sender;
  private volatile Clock clock;

  /** Whether messages wait for their time. */
  private volatile boolean holding;

  @Inject private ConnectionFactory connections;

  /**
   * Begins to send.
   *
   * @param clock by which callers say when to send
   */
  public void start(ThreadFactory threads, Clock clock) {
    this.clock = clock;
    var thread = threads.newThread(this::send);
    thread.setName("powerjob-send");
    sender = thread;
    thread.start();
  }

  /** Ends sending, once what is to be sent in a moment was sent; what still waits is dropped. */
  public void stop() {
    var thread = sender;
    for (int i = 0; thread != null && thread.isAlive() && holding && i < 50; i++) {
      pause(SHORT_PAUSE);
    }
    sender = null;
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(Duration.ofSeconds(5).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void run(String workerId, RunInstance command, Instant at) {
    say(workerId, command.appId(), command, at.toEpochMilli());
  }

  @Override
  public void stop(String workerId, long appId, InstanceEpoch run) {
    say(workerId, appId, new StopInstance(run.instanceId(), run.epoch()));
  }

  @Override
  public void check(String workerId, long appId, List<InstanceEpoch> runs) {
    say(workerId, appId, new CheckInstances(runs));
  }

  @Override
  public void accepted(String workerId, long appId, List<InstanceEpoch> runs) {
    say(workerId, appId, new ReportsAccepted(runs));
  }

  /** Tells a worker that its messages of log lines are stored up to one. */
  public void logsAccepted(String workerId, long appId, long number) {
    say(workerId, appId, new LogsAccepted(number));
  }

  private void say(String workerId, long appId, WireMessage message) {
    say(workerId, appId, message, 0);
  }

  private void say(String workerId, long appId, WireMessage message, long atMillis) {
    if (!waiting.offer(new Outgoing(Addresses.worker(appId, workerId), message, atMillis))) {
      LOG.debug("worker={} is not told {}: too much waits to be sent", workerId, message.type());
    }
  }

  private void send() {
    boolean failing = false;
    while (sender == Thread.currentThread()) {
      try (var connection = connections.createConnection()) {
        var line = new Line(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
        if (failing) {
          failing = false;
          LOG.info("messages to workers can be sent again");
        }
        while (sender == Thread.currentThread()) {
          send(line);
        }
      } catch (JMSException | JMSRuntimeException e) {
        if (!failing) {
          failing = true;
          LOG.warn("messages to workers cannot be sent until the broker is back: {}", e.toString());
        }
        pause(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Sends all that waits, so that the more there is the fewer messages it needs. */
  private void send(Line line) throws JMSException, InterruptedException {
    var batch = nextBatch();
    var byQueue = new LinkedHashMap<String, List<WireMessage>>();
    for (var each : batch) {
      byQueue.computeIfAbsent(each.queue(), queue -> new ArrayList<>()).add(each.message());
    }
    for (var each : byQueue.entrySet()) {
      for (var message : Parcels.pack(each.getValue())) {
        line.send(each.getKey(), message);
      }
    }
  }

  /** What may be sent now; may be empty. */
  private List<Outgoing> nextBatch() throws InterruptedException {
    long pause =
        early.isEmpty() ? IDLE.toMillis() : Math.max(0, early.peek().atMillis() - clock.millis());
    var taken = new ArrayList<Outgoing>();
    var first = waiting.poll(Math.min(pause, IDLE.toMillis()), TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      waiting.drainTo(taken, BATCH - 1);
    }
    long now = clock.millis();
    var batch = new ArrayList<Outgoing>();
    for (var each : taken) {
      if (each.atMillis() > now) {
        early.add(each);
      } else {
        batch.add(each);
      }
    }
    while (batch.size() < BATCH && !early.isEmpty() && early.peek().atMillis() <= now) {
      batch.add(early.remove());
    }
    holding = !early.isEmpty();
    return batch;
  }

  /** A session with a producer for each queue: a new one asks the broker and waits for it. */
  private final class Line {
    private final Session session;
    private final LinkedHashMap<String, MessageProducer> producers =
        new LinkedHashMap<>(16, 0.75f, true);

    Line(Session session) {
      this.session = session;
    }

    void send(String queue, WireMessage message) throws JMSException {
      var text = session.createTextMessage();
      codec.write(message, text);
      producer(queue).send(text);
    }

    private MessageProducer producer(String queue) throws JMSException {
      var known = producers.get(queue);
      if (known != null) {
        return known;
      }
      if (producers.size() == MAX_PRODUCERS) {
        var longestUnused = producers.keySet().iterator().next();
        producers.remove(longestUnused).close();
      }
      var producer = session.createProducer(session.createQueue(queue));
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setTimeToLive(TIME_TO_LIVE.toMillis());
      producer.setDisableMessageID(true);
      producers.put(queue, producer);
      return producer;
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
