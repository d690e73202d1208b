package tech.powerjob.server.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
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
      try (var context = connections.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
        var producer =
            context
                .createProducer()
                .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setTimeToLive(TIME_TO_LIVE.toMillis());
        if (failing) {
          failing = false;
          LOG.info("messages to workers can be sent again");
        }
        while (sender == Thread.currentThread()) {
          send(context, producer, waiting.take());
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

  private void send(JMSContext context, JMSProducer producer, Outgoing outgoing)
      throws JMSException {
    var text = context.createTextMessage();
    codec.write(outgoing.message(), text);
    producer.send(context.createQueue(outgoing.queue()), text);
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
