package tech.powerjob.worker.internal.distributed;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;

/**
 * A worker's transacted session with the tasks of an instance. One thread calls {@link #receive},
 * another one {@link #send}.
 */
final class TaskDesk implements AutoCloseable {
  /** Bytes of outcomes in a message, about. */
  private static final int PACKED = 64 * 1024;

  private final RunInstance run;
  private final Heartbeats.Identity self;
  private final TaskQueues queues;
  private final ClientSession session;
  private final ClientConsumer todo;
  private final ClientProducer producer;

  TaskDesk(RunInstance run, Heartbeats.Identity self, ClientSession session)
      throws ActiveMQException {
    this.run = run;
    this.self = self;
    this.session = session;
    queues = TaskQueues.of(run);
    producer = session.createProducer();
    // Nothing is fetched ahead: what lies here nobody else can do.
    todo = session.createConsumer(queues.todo(), filter(), 0, -1, false);
    session.start();
  }

  private SimpleString filter() {
    return isBroadcast()
        ? SimpleString.of("%s = '%s'".formatted(TaskMessages.WORKER, self.workerId()))
        : null;
  }

  private boolean isBroadcast() {
    return run.executeType() == ExecuteType.BROADCAST;
  }

  /** Waits for the next pack; {@code null} when the desk is closed. */
  ClientMessage receive() throws ActiveMQException {
    return todo.receive();
  }

  /** Sends all of it and acknowledges what is done, in one transaction. */
  void send(Words words) throws ActiveMQException {
    for (var pack : words.mapped()) {
      producer.send(queues.todo(), TaskMessages.durable(session, pack.encode()));
    }
    for (var back : words.back()) {
      producer.send(queues.todo(), message(back));
    }
    var outcomes = words.outcomes();
    for (int from = 0; from < outcomes.size(); ) {
      int to = from;
      int weight = 0;
      while (to < outcomes.size() && weight < PACKED) {
        weight += outcomes.get(to++).weight();
      }
      var said = said(new ArrayList<>(outcomes.subList(from, to)));
      producer.send(queues.result(), TaskMessages.durable(session, said.encode()));
      from = to;
    }
    if (words.greeting() != null) {
      producer.send(queues.result(), TaskMessages.fleeting(session, words.greeting().encode()));
    }
    for (var work : words.done()) {
      var message = work.messageAt(this);
      if (message != null) {
        message.individualAcknowledge();
      }
    }
    session.commit();
  }

  private ClientMessage message(Words.Back back) {
    var message = TaskMessages.durable(session, back.pack().encode());
    if (isBroadcast()) {
      message.putStringProperty(TaskMessages.WORKER, SimpleString.of(self.workerId()));
    }
    if (back.alone()) {
      message.putBooleanProperty(TaskMessages.ALONE, true);
    }
    return back.notBefore() == 0 ? message : TaskMessages.notBefore(message, back.notBefore());
  }

  private Said said(List<Outcome> outcomes) {
    return new Said(self.workerId(), self.address(), false, false, outcomes, null, null);
  }

  boolean isClosed() {
    return session.isClosed();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (ActiveMQException | RuntimeException e) {
      // It broke before, and what was on its way comes back by itself.
      return;
    }
  }
}
