package tech.powerjob.worker.internal.distributed;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.host.WorkerHost;

/** One attempt at one task of a pack. Runs once, by one thread; the rest is for any thread. */
final class TaskRun {
  /** Hears how it ends. */
  interface Listener {
    /**
     * It ended, and nothing of it happens any more that counts. Called once.
     *
     * @param mapped what it has mapped, to be sent with the outcome
     */
    void ended(TaskRun task, Outcome outcome, MappedTasks mapped);
  }

  static final String TIMED_OUT = "task execute timeout";

  private static final Logger LOG = LoggerFactory.getLogger(TaskRun.class);

  private final PackWork work;
  private final int index;
  private final RunInstance run;
  private final TaskEnvironment environment;
  private final InstanceCode code;
  private final Listener listener;
  private final Interruptible call;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final int execution;
  private volatile long start;
  private volatile boolean threadLost;

  TaskRun(
      PackWork work,
      int index,
      RunInstance run,
      TaskEnvironment environment,
      InstanceCode code,
      Listener listener) {
    this.work = work;
    this.index = index;
    this.run = run;
    this.environment = environment;
    this.code = code;
    this.listener = listener;
    call = new Interruptible(environment.runs().host());
    execution = work.execution();
  }

  PackWork work() {
    return work;
  }

  int index() {
    return index;
  }

  TaskPack pack() {
    return work.pack();
  }

  /** How it is shown while it runs. */
  TaskReport.Running shown() {
    return new TaskReport.Running(
        pack().taskId(index), pack().name(), environment.self().address(), start);
  }

  /** Whether it is one attempt of several, so that a failure is not for good. */
  boolean mayBeTriedAgain() {
    return pack().attempt() < run.taskRetryNum();
  }

  /** Whether it ended at its limit, so that its thread is not to be counted on. */
  boolean lostItsThread() {
    return threadLost;
  }

  /** Interrupts it and drops its outcome. */
  void drop() {
    ended.set(true);
    call.interrupt();
  }

  /** Does it from beginning to end; throws nothing. */
  void execute() {
    start = millis();
    if (!call.begin()) {
      return;
    }
    var limit = scheduleLimit();
    try (var mapped = new MappedTasks(run, environment, code, pack().taskId(index), execution)) {
      var context = context();
      var result = context instanceof ProcessResult refused ? refused : process(context, mapped);
      if (ended.compareAndSet(false, true)) {
        listener.ended(this, outcome(result, context, mapped), mapped);
      }
    } finally {
      if (limit != null) {
        limit.cancel();
      }
      call.end();
    }
  }

  /** What the processor gets to know; a result if the content cannot be read. */
  private Object context() {
    try {
      return code.context(
          pack().taskId(index),
          pack().name(),
          pack().attempt(),
          code.codec().read(pack().type(), pack().contents().get(index)),
          run.epoch());
    } catch (RuntimeException e) {
      return new ProcessResult(false, e.getMessage());
    }
  }

  private ProcessResult process(Object context, MappedTasks mapped) {
    var result = code.call(mapped, processor -> processor.process((TaskContext) context));
    var broken = mapped.end();
    return broken == null ? result : new ProcessResult(false, broken);
  }

  private Outcome outcome(ProcessResult result, Object context, MappedTasks mapped) {
    Map<String, String> appended =
        context instanceof TaskContext known ? code.appended(known) : Map.of();
    return outcome(result, mapped.children(), appended);
  }

  private Outcome outcome(
      ProcessResult result, Map<String, Integer> children, Map<String, String> appended) {
    boolean success = result.isSuccess();
    return new Outcome(
        pack().taskId(index),
        pack().name(),
        success,
        code.shortened(result.getMsg()),
        pack().attempt() + 1,
        start,
        millis(),
        children,
        appended,
        success ? null : pack().single(index, pack().attempt()));
  }

  private WorkerHost.Scheduled scheduleLimit() {
    long millis = run.taskTimeLimit() == null ? 0 : run.taskTimeLimit();
    if (millis <= 0) {
      return null;
    }
    try {
      return environment.runs().host().schedule(this::limitReached, Duration.ofMillis(millis));
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, no limit for a task");
      return null;
    }
  }

  /** The task has failed, even if its thread goes on. */
  private void limitReached() {
    if (ended.compareAndSet(false, true)) {
      threadLost = true;
      call.interrupt();
      listener.ended(this, outcome(new ProcessResult(false, TIMED_OUT), Map.of(), Map.of()), null);
    }
  }

  private long millis() {
    return environment.runs().ticker().epochMillis();
  }
}
