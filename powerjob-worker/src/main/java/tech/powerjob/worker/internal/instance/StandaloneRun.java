package tech.powerjob.worker.internal.instance;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.model.InstanceMeta;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.common.constants.TaskConstant;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.WorkflowContext;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.processor.ProcessorNotFoundException;
import tech.powerjob.worker.log.OmsLogger;

/**
 * One run of a standalone instance. {@link #execute()} is called once, by a thread of the host; the
 * other methods by any thread.
 */
final class StandaloneRun implements Run {
  /** PowerJob's texts. */
  static final String TIMED_OUT = "instance execute timeout,interrupted success";

  static final String NO_RESULT = "Processor return null";

  private static final Logger LOG = LoggerFactory.getLogger(StandaloneRun.class);

  /** How often a thread is interrupted again that goes on all the same. */
  private static final Duration INTERRUPT_AGAIN = Duration.ofSeconds(1);

  private final RunInstance command;
  private final RunEnvironment environment;
  private final Listener listener;
  private final RunReports reports;
  private final long arrived;
  private final ReentrantLock lock = new ReentrantLock();

  // Used by the thread of the run only.
  private ProcessorBean bean;
  private Map<String, String> appended;

  // Guarded by the lock.
  private Thread thread;
  private WorkerHost.Scheduled interrupts;
  private boolean abandoned;
  private boolean handedBack;
  private boolean timedOut;
  private boolean begun;
  private long startTime;

  StandaloneRun(RunInstance command, RunEnvironment environment, Listener listener) {
    this.command = command;
    this.environment = environment;
    this.listener = listener;
    reports = new RunReports(command, environment.maxResultLength());
    arrived = environment.ticker().nanos();
  }

  @Override
  public InstanceEpoch id() {
    return new InstanceEpoch(command.instanceId(), command.epoch());
  }

  @Override
  public long arrived() {
    return arrived;
  }

  @Override
  public boolean isHeavy() {
    return false;
  }

  @Override
  public void start() {
    environment.host().run(this::execute);
  }

  @Override
  public boolean begun() {
    lock.lock();
    try {
      return begun;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public InstanceReport running() {
    lock.lock();
    try {
      return reports.running(startTime);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    abandon();
  }

  @Override
  public void abandon() {
    lock.lock();
    try {
      abandoned = true;
      if (thread != null) {
        interrupt(INTERRUPT_AGAIN);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void handBack() {
    lock.lock();
    try {
      handedBack = true;
      if (thread != null) {
        interrupt(INTERRUPT_AGAIN);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Does the run from beginning to end; throws nothing. */
  void execute() {
    InstanceReport outcome = null;
    try {
      if (begin()) {
        outcome = process();
      }
    } finally {
      if (end()) {
        outcome = null;
      }
      listener.ended(this, outcome);
      if (bean != null) {
        environment.processors().release(bean);
      }
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      if (abandoned) {
        return false;
      }
      begun = true;
      thread = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the run was abandoned. From here on no interrupt reaches the thread. */
  private boolean end() {
    lock.lock();
    try {
      thread = null;
      if (interrupts != null) {
        interrupts.cancel();
      }
      // One that came too late must not hit the next run of this thread.
      Thread.interrupted();
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  private InstanceReport process() {
    try {
      bean =
          environment
              .processors()
              .get(
                  new ProcessorDefinition()
                      .setProcessorType(String.valueOf(command.processorType()))
                      .setProcessorInfo(command.processorInfo()));
    } catch (ProcessorNotFoundException e) {
      return isHandedBack()
          ? reports.handedBack()
          : reports.notStarted(e.getMessage(), environment.ticker().epochMillis());
    }
    long started = beginProcessor();
    listener.started(this);
    var result = attempts();
    if (!result.isSuccess() && isHandedBack()) {
      return reports.handedBack();
    }
    return reports.ended(
        result.isSuccess(),
        result.getMsg(),
        started,
        environment.ticker().epochMillis(),
        appended);
  }

  private long beginProcessor() {
    lock.lock();
    try {
      startTime = environment.ticker().epochMillis();
      if (command.instanceTimeLimit() > 0) {
        schedule(this::limitReached, Duration.ofMillis(command.instanceTimeLimit()));
      }
      return startTime;
    } finally {
      lock.unlock();
    }
  }

  private ProcessResult attempts() {
    var logger = environment.loggers().loggerOf(command.instanceId(), command.logConfig());
    Map<String, String> shared;
    try {
      shared =
          new WorkflowContext(command.wfInstanceId(), command.instanceParams())
              .fetchWorkflowContext();
    } catch (IllegalArgumentException e) {
      return new ProcessResult(false, e.getMessage());
    }
    for (int retries = 0; ; retries++) {
      var context = context(logger, shared, retries);
      var result = attempt(context);
      // Of the last attempt only: what a failed one added may be half of something.
      appended = environment.additions().of(context);
      if (result.isSuccess() || retries >= command.taskRetryNum() || isCutShort()) {
        return result;
      }
      if (!pause(retries + 1)) {
        return isTimedOut() ? new ProcessResult(false, TIMED_OUT) : result;
      }
    }
  }

  /**
   * Waits before another attempt.
   *
   * @param attempts how many have failed
   * @return whether there may be another one
   */
  private boolean pause(int attempts) {
    if (command.taskBackoff() == null) {
      return true;
    }
    try {
      environment.ticker().sleep(command.taskBackoff().pause(attempts, command.instanceId()));
    } catch (InterruptedException e) {
      // The limit is reached, or the run is stopped, or the host shuts its threads down.
      Thread.currentThread().interrupt();
      return false;
    }
    return !isCutShort();
  }

  private ProcessResult attempt(TaskContext context) {
    var current = Thread.currentThread();
    var before = current.getContextClassLoader();
    var processor = bean.getProcessor();
    current.setContextClassLoader(
        bean.getClassLoader() != null
            ? bean.getClassLoader()
            : processor.getClass().getClassLoader());
    try {
      var result = processor.process(context);
      return result != null ? result : new ProcessResult(false, NO_RESULT);
    } catch (Throwable e) {
      if (isTimedOut()) {
        return new ProcessResult(false, TIMED_OUT);
      }
      if (isHandedBack()) {
        return new ProcessResult(false, InstanceReport.HANDED_BACK);
      }
      LOG.debug("processor failed, instance={}, job={}", command.instanceId(), command.jobId(), e);
      context.getOmsLogger().error("the processor failed", e);
      return new ProcessResult(false, String.valueOf(e));
    } finally {
      current.setContextClassLoader(before);
    }
  }

  private TaskContext context(OmsLogger logger, Map<String, String> shared, int retries) {
    var context = new TaskContext();
    context.setJobId(command.jobId());
    context.setInstanceId(command.instanceId());
    context.setEpoch(command.epoch());
    context.setTaskId(command.jobId() + "#" + command.instanceId());
    context.setTaskName(TaskConstant.ROOT_TASK_NAME);
    context.setJobParams(command.jobParams());
    context.setInstanceParams(command.instanceParams());
    context.setMaxRetryTimes(command.taskRetryNum());
    context.setCurrentRetryTimes(retries);
    context.setOmsLogger(logger);
    context.setUserContext(environment.userContext());
    context.setWorkflowContext(new WorkflowContext(command.wfInstanceId(), shared));
    if (command.expectedTriggerTime() != 0) {
      context.setInstanceMeta(new InstanceMeta().setEtt(command.expectedTriggerTime()));
    }
    return context;
  }

  private void limitReached() {
    lock.lock();
    try {
      if (thread != null) {
        timedOut = true;
        var again = Duration.ofMillis(Math.max(10, command.instanceTimeLimit() / 10));
        interrupt(again.compareTo(INTERRUPT_AGAIN) < 0 ? again : INTERRUPT_AGAIN);
      }
    } finally {
      lock.unlock();
    }
  }

  private void interrupt(Duration again) {
    thread.interrupt();
    schedule(() -> interruptAgain(again), again);
  }

  private void interruptAgain(Duration again) {
    lock.lock();
    try {
      if (thread != null) {
        interrupt(again);
      }
    } finally {
      lock.unlock();
    }
  }

  private void schedule(Runnable task, Duration delay) {
    if (interrupts != null) {
      interrupts.cancel();
    }
    try {
      interrupts = environment.host().schedule(task, delay);
    } catch (RejectedExecutionException e) {
      LOG.debug("the host is closed, no more interrupts, instance={}", command.instanceId());
    }
  }

  private boolean isTimedOut() {
    lock.lock();
    try {
      return timedOut;
    } finally {
      lock.unlock();
    }
  }

  private boolean isHandedBack() {
    lock.lock();
    try {
      return handedBack && !timedOut;
    } finally {
      lock.unlock();
    }
  }

  private boolean isCutShort() {
    lock.lock();
    try {
      return timedOut || abandoned || handedBack;
    } finally {
      lock.unlock();
    }
  }
}
