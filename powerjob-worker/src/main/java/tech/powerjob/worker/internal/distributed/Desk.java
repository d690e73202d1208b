package tech.powerjob.worker.internal.distributed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskAnnouncement;
import tech.powerjob.wire.TaskReport;

/**
 * A coordinator's transacted session with the queues of its instance. When anything fails it is
 * thrown away. For one thread, beside the one that only calls {@link #receive}.
 */
final class Desk implements AutoCloseable {
  /** Bytes of results that may be on their way to here. */
  private static final int WINDOW = 2 * 1024 * 1024;

  /** Property of a checkpoint: epoch and version. */
  private static final SimpleString STAMP = SimpleString.of("powerjob_stamp");

  private final RunInstance run;
  private final TaskQueues queues;
  private final ClientSession session;
  private final ClientConsumer results;
  private final ClientConsumer states;
  private final ClientProducer producer;
  private long writingNanos;

  Desk(RunInstance run, ClientSession session, long now) throws ActiveMQException {
    this.run = run;
    this.session = session;
    queues = TaskQueues.of(run);
    queues.create(session);
    producer = session.createProducer();
    begin(now, "first");
    results = session.createConsumer(queues.result(), null, WINDOW, -1, false);
    // Of two coordinators the later one gets it.
    int priority = (int) Math.min(run.epoch(), Integer.MAX_VALUE);
    states = session.createConsumer(queues.state(), null, priority, WINDOW, -1, false);
    session.start();
  }

  /**
   * Puts a first checkpoint there once more: the queues were deleted, and the broker remembers that
   * there was one.
   */
  void beginAgainIfNothingIsThere(long now) throws ActiveMQException {
    if (session.queueQuery(queues.state()).getMessageCount() == 0) {
      begin(now, "first/" + run.epoch());
    }
  }

  /** Puts the first checkpoint there, unless anybody ever did. */
  private void begin(long now, String id) throws ActiveMQException {
    var message = TaskMessages.durable(session, new Checkpoint(run.epoch(), now).encode());
    try {
      producer.send(queues.state(), TaskMessages.once(message, id));
      session.commit();
    } catch (ActiveMQException e) {
      if (e.getType() != ActiveMQExceptionType.DUPLICATE_ID_REJECTED) {
        throw e;
      }
      session.rollback();
    }
  }

  /**
   * Takes the checkpoint, which others have to wait for from then on.
   *
   * @param millis how long to wait for it
   * @param last what this desk put back, {@code null} at first
   * @return the last one again if nobody changed it; {@code null} if it does not come in time
   */
  Checkpoint take(long millis, Checkpoint last) throws ActiveMQException, IOException {
    var message = states.receive(millis);
    if (message == null) {
      return null;
    }
    message.individualAcknowledge();
    // Not read again and again: there is a bit in it for each task.
    return last != null && stamp(last).equals(message.getStringProperty(STAMP))
        ? last
        : Checkpoint.decode(TaskMessages.body(message));
  }

  private static String stamp(Checkpoint checkpoint) {
    return checkpoint.epoch() + "/" + checkpoint.version();
  }

  /** Waits for what somebody says; {@code null} when the desk is closed. */
  ClientMessage receive() throws ActiveMQException {
    return results.receive();
  }

  /** What somebody said before now; {@code null} if nothing is left. */
  ClientMessage receiveNow() throws ActiveMQException {
    return results.receiveImmediate();
  }

  /** Takes in that this and everything before it was heard. */
  void heard(ClientMessage message) throws ActiveMQException {
    message.acknowledge();
  }

  /** Writes what has changed. It counts with {@link #commit}. */
  void write(Ledger ledger) throws ActiveMQException {
    for (var each : ledger.todo()) {
      var message = TaskMessages.durable(session, each.pack().encode());
      if (each.target() != null) {
        message.putStringProperty(TaskMessages.WORKER, SimpleString.of(each.target()));
      }
      producer.send(queues.todo(), message);
    }
    for (var packed : Results.pack(ledger.kept())) {
      producer.send(queues.kept(), TaskMessages.durable(session, packed));
    }
    for (var each : ledger.failed()) {
      producer.send(queues.failed(), TaskMessages.durable(session, each.encode()));
    }
  }

  void announce(TaskAnnouncement announcement) throws ActiveMQException {
    var message = TaskMessages.wire(session, announcement, false);
    message.setRoutingType(RoutingType.MULTICAST);
    producer.send(SimpleString.of(Addresses.announce(run.appId())), message);
  }

  void report(TaskReport report) throws ActiveMQException {
    // Without a page it is soon out of date.
    var message = TaskMessages.wire(session, report, report.page() != 0);
    message.setRoutingType(RoutingType.ANYCAST);
    producer.send(SimpleString.of(Addresses.TASK_REPORT), message);
  }

  /** Puts the checkpoint back with all that was written. It is to be taken again. */
  void commit(Checkpoint checkpoint) throws ActiveMQException {
    checkpoint.nextVersion();
    long began = System.nanoTime();
    var encoded = checkpoint.encode();
    writingNanos = System.nanoTime() - began;
    var message = TaskMessages.durable(session, encoded);
    message.putStringProperty(STAMP, SimpleString.of(stamp(checkpoint)));
    producer.send(queues.state(), message);
    session.commit();
  }

  /** How long it took to write the checkpoint the last time. */
  long writingNanos() {
    return writingNanos;
  }

  /** Says the announcement without holding the checkpoint. */
  void announceAlone(TaskAnnouncement announcement) throws ActiveMQException {
    session.rollback();
    announce(announcement);
    session.commit();
  }

  /** Failed tasks, taken from their queue; none if none is left. */
  List<FailedTask> takeFailed(int most) throws ActiveMQException, IOException {
    var taken = new ArrayList<FailedTask>();
    try (var failed = session.createConsumer(queues.failed(), null, WINDOW, -1, false)) {
      while (taken.size() < most) {
        var message = failed.receiveImmediate();
        if (message == null) {
          break;
        }
        message.individualAcknowledge();
        taken.add(FailedTask.decode(TaskMessages.body(message)));
      }
    }
    return taken;
  }

  @Override
  public void close() throws ActiveMQException {
    session.close();
  }
}
