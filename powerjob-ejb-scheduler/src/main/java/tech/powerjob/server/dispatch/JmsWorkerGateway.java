package tech.powerjob.server.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private record Outgoing(String queue, WireMessage message) {}

  private static final Logger LOG = LoggerFactory.getLogger(JmsWorkerGateway.class);

  /** A worker that has not fetched a message by then gets a fresh one, or is lost. */
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

  /** Beyond this the broker must have been away for long; the watch will say it all again. */
  private static final int MAX_WAITING = 100_000;

  /** Most messages that are looked at together; bounds the size of one that holds many. */
  private static final int BATCH = 500;

  /** Workers to which this server keeps a producer. */
  private static final int MAX_PRODUCERS = 1_000;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final LinkedBlockingQueue<Outgoing> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final MessageCodec codec = new MessageCodec();
  private volatile Thread sender;

  @Inject private ConnectionFactory connections;

  /** Begins to send. */
  public void start(ThreadFactory threads) {
    var thread = threads.newThread(this::send);
    thread.setName("powerjob-send");
    sender = thread;
    thread.start();
  }

  /** Ends sending; what still waits is dropped. */
  public void stop() {
    var thread = sender;
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
  public void run(String workerId, RunInstance command) {
    say(workerId, command.appId(), command);
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

  private void say(String workerId, long appId, WireMessage message) {
    if (!waiting.offer(new Outgoing(Addresses.worker(appId, workerId), message))) {
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
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Sends all that waits, so that the more there is the fewer messages it needs. */
  private void send(Line line) throws JMSException, InterruptedException {
    var batch = new ArrayList<Outgoing>();
    batch.add(waiting.take());
    waiting.drainTo(batch, BATCH - 1);
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

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
