package tech.powerjob.worker.internal.distributed;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.common.constants.TaskConstant;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;
import tech.powerjob.worker.core.processor.sdk.StreamReduceProcessor;

/**
 * The tasks that run in the coordinator itself: the first and the last one. They outlive its desk.
 * The coordinator's thread calls all of it, others only what says so.
 */
final class InProcess {
  /** PowerJob's texts. */
  static final String NO_PRE_POST = "NO_PREPOST_TASK";

  static final String NO_REDUCE = "not implement the MapReduceProcessor";

  private final RunInstance run;
  private final TaskEnvironment environment;
  private final Inbox inbox;
  private InstanceCode code;
  private int rootAttempts;
  private long rootDue;
  private boolean rootWaits;
  private boolean rootPending;
  private boolean lastPending;
  private Signal.LastEnded last;
  private volatile Interruptible atWork;
  private volatile boolean interrupted;

  InProcess(RunInstance run, TaskEnvironment environment, Inbox inbox) {
    this.run = run;
    this.environment = environment;
    this.inbox = inbox;
  }

  void use(InstanceCode processor) {
    code = processor;
  }

  /** Whether a processor is at work; for any thread. */
  boolean isAtWork() {
    var work = atWork;
    return work != null && !work.hasEnded();
  }

  /** Lets nothing begin any more, and interrupts what is at work; for any thread. */
  void interrupt() {
    interrupted = true;
    var work = atWork;
    if (work != null) {
      work.interrupt();
    }
  }

  /** Whether the root task is to be begun now. */
  boolean isRootWanted() {
    return !rootPending && !isAtWork() && !interrupted && (!rootWaits || nanos() - rootDue >= 0);
  }

  /** Nanoseconds until it is time to begin it, if there is such a time. */
  long untilRootIsDue() {
    return rootWaits ? rootDue - nanos() : Long.MAX_VALUE;
  }

  /** The outcome of the root task if no processor is needed for it, else {@code null}. */
  Outcome rootWithoutProcessor() {
    if (run.executeType() != ExecuteType.BROADCAST
        || code.processor() instanceof BroadcastProcessor) {
      return null;
    }
    long now = environment.runs().ticker().epochMillis();
    return new Outcome(
        Progress.ROOT,
        TaskConstant.ROOT_TASK_NAME,
        true,
        NO_PRE_POST,
        1,
        now,
        now,
        Map.of(),
        Map.of(),
        null);
  }

  void beginRoot(int execution, Map<Long, Integer> earlier) {
    rootWaits = false;
    // From now on it says by itself how it ended.
    rootPending = true;
    var work = newWork();
    environment
        .runs()
        .host()
        .run(new RootTask(run, environment, code, work, inbox, execution, rootAttempts, earlier));
  }

  private Interruptible newWork() {
    var work = new Interruptible(environment.runs().host());
    atWork = work;
    if (interrupted) {
      work.interrupt();
    }
    return work;
  }

  /** An attempt at the root task failed, but not the last one. */
  void tryRootAgain() {
    rootAttempts++;
    rootPending = false;
    long pause =
        run.taskBackoff() == null ? 0 : run.taskBackoff().pause(rootAttempts, run.instanceId());
    rootWaits = true;
    rootDue = nanos() + TimeUnit.MILLISECONDS.toNanos(pause);
  }

  /** How the instance ends if no processor is needed for that any more, else {@code null}. */
  Signal.LastEnded lastWithoutProcessor(Progress progress) {
    if (last != null) {
      return last;
    }
    if (run.executeType() == ExecuteType.BROADCAST) {
      return code.processor() instanceof BroadcastProcessor
          ? null
          : new Signal.LastEnded(
              progress.failed() == 0,
              "succeed:%d, failed:%d".formatted(progress.succeeded(), progress.failed()),
              Map.of());
    }
    return code.processor() instanceof MapReduceProcessor
            || code.processor() instanceof StreamReduceProcessor
        ? null
        : new Signal.LastEnded(false, NO_REDUCE, Map.of());
  }

  /** Whether the last task is to be begun now. */
  boolean isLastWanted() {
    return !lastPending && !isAtWork() && !interrupted;
  }

  /** The last task has ended; remembered in case that it cannot be written now. */
  void lastEnded(Signal.LastEnded how) {
    last = how;
  }

  void beginLast(long results) {
    lastPending = true;
    environment.runs().host().run(new LastTask(run, environment, code, newWork(), inbox, results));
  }

  private long nanos() {
    return environment.runs().ticker().nanos();
  }
}
