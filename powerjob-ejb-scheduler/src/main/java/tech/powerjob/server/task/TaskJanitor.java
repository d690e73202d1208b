package tech.powerjob.server.task;

import jakarta.jms.JMSException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.server.store.JdbcTaskRuns;
import tech.powerjob.server.store.JdbcTaskRuns.Remains;
import tech.powerjob.server.store.TaskPages;
import tech.powerjob.server.task.TaskQueues.TaskQueue;

/**
 * Removes queues of tasks that nobody needs any more from this server's broker, a bounded number in
 * each turn. For use by one thread.
 */
public final class TaskJanitor {
  /** How often to look. */
  public static final Duration TURN = Duration.ofSeconds(20);

  /** What is left of a success without failed tasks goes so soon. */
  static final Duration AFTER_SUCCESS = Duration.ofMinutes(1);

  /** How long failed tasks can be run again alone. */
  public static final Duration KEPT = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(TaskJanitor.class);
  private static final int INSTANCES_AT_ONCE = 200;

  private final TaskQueues queues;
  private final JdbcTaskRuns runs;
  private final TaskPages pages;
  private final List<String> ownBrokers;
  private long lastInstance = -1;

  /**
   * A janitor of one broker.
   *
   * @param ownBrokers the names under which workers know it
   */
  public TaskJanitor(
      TaskQueues queues, JdbcTaskRuns runs, TaskPages pages, List<String> ownBrokers) {
    this.queues = queues;
    this.runs = runs;
    this.pages = pages;
    this.ownBrokers = List.copyOf(ownBrokers);
  }

  /** One turn, which goes on where the last one ended. */
  public void turn(Instant now) {
    try {
      var some = next(queues.all());
      if (!some.isEmpty()) {
        clear(some, now);
      }
    } catch (JMSException e) {
      LOG.warn("queues of ended instances stay until the broker can be asked: {}", e.toString());
    }
  }

  private Map<Long, List<TaskQueue>> next(Collection<TaskQueue> all) {
    var some = new LinkedHashMap<Long, List<TaskQueue>>();
    var ids = all.stream().map(TaskQueue::instanceId).distinct().sorted().toList();
    var rest = ids.stream().filter(id -> id > lastInstance).toList();
    for (var id : (rest.isEmpty() ? ids : rest).stream().limit(INSTANCES_AT_ONCE).toList()) {
      some.put(id, new ArrayList<>());
      lastInstance = id;
    }
    for (var queue : all) {
      var group = some.get(queue.instanceId());
      if (group != null) {
        group.add(queue);
      }
    }
    return some;
  }

  private void clear(Map<Long, List<TaskQueue>> byInstance, Instant now) throws JMSException {
    var known = runs.remains(byInstance.keySet());
    var over = new ArrayList<TaskQueue>();
    for (var group : byInstance.entrySet()) {
      var remains = known.get(group.getKey());
      var needless =
          group.getValue().stream().filter(queue -> isOver(queue, remains, now)).toList();
      if (needless.isEmpty() || (remains != null && !closed(needless, remains))) {
        continue;
      }
      if (remains != null) {
        pages.deleteLeftovers(group.getKey(), remains.home().epoch());
      }
      over.addAll(needless);
    }
    if (!over.isEmpty()) {
      queues.delete(over);
      LOG.debug("{} queues of ended instances removed", over.size());
    }
  }

  /** Makes sure that nobody opens an instance again whose present tasks go. */
  private boolean closed(List<TaskQueue> needless, Remains remains) {
    var home = remains.home();
    boolean present =
        needless.stream().anyMatch(queue -> queue.generation() == home.generation())
            && ownBrokers.contains(home.broker());
    return !present
        || remains.removed()
        || runs.close(home.instanceId(), home.epoch(), home.reopenedAfter());
  }

  /** Whether a queue is needed no more; {@code remains} is {@code null} for unknown instances. */
  boolean isOver(TaskQueue queue, Remains remains, Instant now) {
    if (remains == null
        || remains.home().appId() != queue.appId()
        || remains.home().generation() > queue.generation()
        || !ownBrokers.contains(remains.home().broker())
        || remains.removed()) {
      return true;
    }
    if (remains.finished() == null) {
      return false;
    }
    boolean nothingLeft =
        remains.status() == InstanceStatus.SUCCEED.getV() && remains.failed() == 0;
    var ended = Instant.ofEpochMilli(remains.finished());
    return ended.plus(nothingLeft ? AFTER_SUCCESS : KEPT).isBefore(now);
  }
}
