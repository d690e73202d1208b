package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.exception.PowerJobCheckedException;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.common.constants.TaskConstant;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.internal.connection.LinkException;

/**
 * One execution of the root task. What it maps is safe when {@code map} returns; what a former
 * execution has mapped already is not sent again.
 */
final class RootTask implements Runnable, CurrentTask.Handle {
  private static final Logger LOG = LoggerFactory.getLogger(RootTask.class);

  /** A call of {@code map} outlives the restart of a server, but not all of them for ever. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration ALWAYS = Duration.ofDays(365);

  /** Elements that are made into packs and sent together. */
  private static final int PORTION = 5_000;

  /** So few of them at first, for workers to begin with while the others are sent. */
  private static final int FIRST = 128;

  private static final int PORTION_BYTES = 4 * 1024 * 1024;

  private final RunInstance run;
  private final TaskEnvironment environment;
  private final InstanceCode code;
  private final Interruptible work;
  private final Inbox inbox;
  private final int attempt;
  private final boolean lastAttempt;
  private final PackBuilder builder;
  private final Map<Long, Integer> earlier;
  private final Sender sender;
  private Thread thread;
  private int children;

  /**
   * Not begun yet.
   *
   * @param execution number of the execution, from 1
   * @param attempt how often it failed since this coordinator is at it
   * @param earlier packs that former executions have mapped, by hash
   */
  RootTask(
      RunInstance run,
      TaskEnvironment environment,
      InstanceCode code,
      Interruptible work,
      Inbox inbox,
      int execution,
      int attempt,
      Map<Long, Integer> earlier) {
    this.run = run;
    this.environment = environment;
    this.code = code;
    this.work = work;
    this.inbox = inbox;
    this.attempt = attempt;
    this.earlier = new HashMap<>(earlier);
    lastAttempt = attempt >= run.taskRetryNum();
    builder = new PackBuilder(code.codec(), Progress.parentKey(Progress.ROOT, execution));
    sender = new Sender(run, environment, run.epoch() + "/" + execution, work);
  }

  @Override
  public void run() {
    long start = millis();
    try (sender) {
      if (!work.begin()) {
        return;
      }
      var context =
          code.context(Progress.ROOT, TaskConstant.ROOT_TASK_NAME, attempt, null, run.epoch());
      thread = Thread.currentThread();
      ProcessResult result;
      try {
        result = code.call(this, processor -> process(context));
      } finally {
        thread = null;
      }
      if (!work.isInterrupted()) {
        tell(outcome(result, start, context));
      }
    } catch (LinkException e) {
      LOG.debug("instance={} the root task ended for nobody", run.instanceId(), e);
    } catch (RuntimeException | Error e) {
      // Whatever it is, the coordinator must hear of it: it would wait for ever.
      LOG.error("instance={} the root task broke", run.instanceId(), e);
      inbox.put(
          lastAttempt
              ? new Signal.RootBroke(code.shortened(String.valueOf(e)))
              : new Signal.RootFailed());
    } finally {
      work.end();
      inbox.put(new Signal.Woken());
    }
  }

  private ProcessResult process(TaskContext context) throws Exception {
    // A processor may serve jobs of several types.
    return run.executeType() == ExecuteType.BROADCAST
            && code.processor() instanceof BroadcastProcessor broadcast
        ? broadcast.preProcess(context)
        : code.processor().process(context);
  }

  private Outcome outcome(ProcessResult result, long start, TaskContext context) {
    return new Outcome(
        Progress.ROOT,
        TaskConstant.ROOT_TASK_NAME,
        result.isSuccess(),
        code.shortened(result.getMsg()),
        attempt + 1,
        start,
        millis(),
        children == 0 ? Map.of() : Map.of(builder.parent(), children),
        code.appended(context),
        null);
  }

  private void tell(Outcome outcome) throws LinkException {
    if (outcome.success() || lastAttempt) {
      // By the same way as what it has mapped, so that it comes after that.
      sender.send(List.of(), said(List.of(outcome), null), ALWAYS);
    } else {
      inbox.put(new Signal.RootFailed());
    }
  }

  private Said said(List<Outcome> outcomes, Said.Mapped mapped) {
    var self = environment.self();
    return new Said(self.workerId(), self.address(), false, false, outcomes, mapped, null);
  }

  private long millis() {
    return environment.runs().ticker().epochMillis();
  }

  @Override
  public boolean isRoot() {
    return true;
  }

  @Override
  public void map(List<?> subTasks, String taskName) throws PowerJobCheckedException {
    var name = TaskNames.ofUsers(taskName);
    if (Thread.currentThread() != thread || work.isInterrupted()) {
      throw new PowerJobCheckedException("the task has ended: map failed for task: " + name);
    }
    try {
      for (int from = 0; from < subTasks.size(); ) {
        int to = Math.min(subTasks.size(), from + (builder.mapped() == 0 ? FIRST : PORTION));
        send(newOnes(builder.pack(subTasks.subList(from, to), name)));
        from = to;
      }
    } catch (IllegalArgumentException | LinkException e) {
      throw new PowerJobCheckedException(
          "map failed for task: %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Those that no former execution has sent, with numbers without gaps. */
  private List<TaskPack> newOnes(List<TaskPack> packs) {
    var fresh = new ArrayList<TaskPack>();
    int next = children;
    if (earlier.isEmpty()
        && builder.mapped() - packs.stream().mapToInt(TaskPack::size).sum() == next) {
      return packs;
    }
    for (var pack : packs) {
      long hash = pack.hash();
      int there = earlier.getOrDefault(hash, 0);
      if (there > 0) {
        earlier.put(hash, there - 1);
      } else {
        fresh.add(pack.at(next));
        next += pack.size();
      }
    }
    return fresh;
  }

  private void send(List<TaskPack> packs) throws LinkException {
    for (int from = 0; from < packs.size(); ) {
      int to = from;
      int bytes = 0;
      var hashes = new ArrayList<Long>();
      while (to < packs.size() && bytes < PORTION_BYTES) {
        var pack = packs.get(to++);
        bytes += pack.contents().stream().mapToInt(each -> each.length).sum();
        hashes.add(pack.hash());
        children += pack.size();
      }
      var mapped = new Said.Mapped(builder.parent(), children, hashes);
      sender.send(packs.subList(from, to), said(List.of(), mapped), PATIENCE);
      from = to;
    }
  }
}
