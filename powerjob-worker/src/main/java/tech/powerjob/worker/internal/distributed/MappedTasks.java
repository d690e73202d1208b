package tech.powerjob.worker.internal.distributed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.exception.PowerJobCheckedException;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.internal.connection.LinkException;
import tech.powerjob.worker.internal.connection.TaskLinks;

/**
 * What a task other than the root task maps. It counts together with the task's outcome: until then
 * it is in memory, or if it is much in a transaction of its own. For the thread of the task.
 */
final class MappedTasks implements CurrentTask.Handle, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MappedTasks.class);

  /** Bytes from which on it does not stay in memory. */
  private static final int MUCH = 4 * 1024 * 1024;

  private final RunInstance run;
  private final TaskEnvironment environment;
  private final InstanceCode code;
  private final String parentKey;
  private final List<TaskPack> packs = new ArrayList<>();
  private PackBuilder builder;
  private Thread thread;
  private long bytes;
  private TaskLinks.Use use;
  private ClientSession session;
  private ClientProducer producer;

  /** Nothing yet. */
  MappedTasks(
      RunInstance run,
      TaskEnvironment environment,
      InstanceCode code,
      String taskId,
      int execution) {
    this.run = run;
    this.environment = environment;
    this.code = code;
    parentKey = Progress.parentKey(taskId, execution);
    thread = Thread.currentThread();
  }

  @Override
  public boolean isRoot() {
    return false;
  }

  @Override
  public void map(List<?> subTasks, String taskName) throws PowerJobCheckedException {
    var name = TaskNames.ofUsers(taskName);
    if (Thread.currentThread() != thread) {
      throw new PowerJobCheckedException("the task has ended: map failed for task: " + name);
    }
    try {
      if (builder == null) {
        builder = new PackBuilder(code.codec(), parentKey);
      }
      var made = builder.pack(subTasks, name);
      packs.addAll(made);
      for (var pack : made) {
        bytes += pack.contents().stream().mapToInt(each -> each.length).sum();
      }
      if (bytes >= MUCH) {
        sendPacks();
      }
    } catch (IllegalArgumentException | ActiveMQException | LinkException e) {
      throw new PowerJobCheckedException(
          "map failed for task: %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void sendPacks() throws ActiveMQException, LinkException {
    if (session == null) {
      use = environment.links().use(run.distribution().broker());
      session = use.session();
      producer = session.createProducer();
    }
    var todo = TaskQueues.of(run).todo();
    for (var pack : packs) {
      producer.send(todo, TaskMessages.durable(session, pack.encode()));
    }
    packs.clear();
    bytes = 0;
  }

  /** The task ended: it maps no more. Returns why what it has mapped is lost, or {@code null}. */
  String end() {
    thread = null;
    if (session == null || !session.isClosed()) {
      return null;
    }
    return "the connection broke that held what the task has mapped";
  }

  /** How many tasks it has mapped, by the key that it used as their parent. */
  Map<String, Integer> children() {
    return builder == null || builder.mapped() == 0
        ? Map.of()
        : Map.of(parentKey, builder.mapped());
  }

  /** Packs that are to be sent together with the outcome. */
  List<TaskPack> packs() {
    return packs;
  }

  /** Whether the outcome has to be sent by {@link #send}, since packs are in its transaction. */
  boolean isMuch() {
    return session != null;
  }

  /** Sends outcome and packs. */
  void send(Said said) throws ActiveMQException, LinkException {
    sendPacks();
    producer.send(TaskQueues.of(run).result(), TaskMessages.durable(session, said.encode()));
    session.commit();
  }

  /** Drops what was not sent. */
  @Override
  public void close() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (ActiveMQException e) {
      LOG.debug("closing a broken session failed: {}", e.getMessage());
    }
    if (use != null) {
      use.close();
    }
  }
}
