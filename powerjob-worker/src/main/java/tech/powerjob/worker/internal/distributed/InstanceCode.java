package tech.powerjob.worker.internal.distributed;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.model.InstanceMeta;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.WorkflowContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.internal.processor.ProcessorNotFoundException;
import tech.powerjob.worker.log.OmsLogger;

/**
 * The code of a distributed instance on this worker, and what all its tasks share. Thread-safe; to
 * be closed when no task runs any more.
 */
final class InstanceCode implements AutoCloseable {
  /** Something that a processor does. */
  @FunctionalInterface
  interface Call {
    ProcessResult of(BasicProcessor processor) throws Exception;
  }

  /** PowerJob's text. */
  static final String NO_RESULT = "ProcessResult can't be null";

  private static final Logger LOG = LoggerFactory.getLogger(InstanceCode.class);

  private final RunInstance run;
  private final TaskEnvironment environment;
  private final Map<String, String> shared;
  private final ProcessorBean bean;
  private final ClassLoader loader;
  private final Function<String, OmsLogger> loggers;
  private final SubTaskCodec codec;

  /** Why nothing can be called; {@code null} if it can. */
  private final String whyNot;

  /**
   * Finds the code.
   *
   * @throws IllegalArgumentException if the context of the workflow is unreadable
   */
  InstanceCode(RunInstance run, TaskEnvironment environment) throws ProcessorNotFoundException {
    this.run = run;
    this.environment = environment;
    shared = new WorkflowContext(run.wfInstanceId(), run.instanceParams()).fetchWorkflowContext();
    bean =
        environment
            .runs()
            .processors()
            .get(
                new ProcessorDefinition()
                    .setProcessorType(String.valueOf(run.processorType()))
                    .setProcessorInfo(run.processorInfo()));
    var processorClass = bean.getProcessor().getClass();
    loader =
        bean.getClassLoader() != null ? bean.getClassLoader() : processorClass.getClassLoader();
    loggers = environment.runs().loggers().loggersOf(run.instanceId(), run.logConfig());
    codec = new SubTaskCodec(loader, processorClass, environment.allowedTaskTypes());
    whyNot = null;
  }

  /** For tasks that cannot be done here: each of them fails for this reason. */
  InstanceCode(RunInstance run, TaskEnvironment environment, String whyNot) {
    this.run = run;
    this.environment = environment;
    this.whyNot = whyNot;
    shared = Map.of();
    bean = null;
    loader = environment.runs().host().classLoader();
    loggers = environment.runs().loggers().loggersOf(run.instanceId(), run.logConfig());
    codec = new SubTaskCodec(loader, InstanceCode.class, List.of());
  }

  BasicProcessor processor() {
    return bean.getProcessor();
  }

  SubTaskCodec codec() {
    return codec;
  }

  /** What a task gets to know. */
  TaskContext context(String taskId, String name, int retries, Object subTask, long epoch) {
    var context = new TaskContext();
    context.setJobId(run.jobId());
    context.setInstanceId(run.instanceId());
    context.setSubInstanceId(run.instanceId());
    context.setEpoch(epoch);
    context.setTaskId(taskId);
    context.setTaskName(name);
    context.setJobParams(run.jobParams());
    context.setInstanceParams(run.instanceParams());
    context.setMaxRetryTimes(run.taskRetryNum());
    context.setCurrentRetryTimes(retries);
    context.setSubTask(subTask);
    context.setOmsLogger(loggers.apply(taskId));
    context.setUserContext(environment.runs().userContext());
    context.setWorkflowContext(new WorkflowContext(run.wfInstanceId(), shared));
    context.setInstanceMeta(new InstanceMeta().setEtt(run.expectedTriggerTime()));
    return context;
  }

  /** What a task adds to the context of the workflow. */
  Map<String, String> appended(TaskContext context) {
    var appended = environment.runs().additions().of(context);
    return appended == null ? Map.of() : appended;
  }

  /** Calls the processor; what it throws is its result. */
  ProcessResult call(CurrentTask.Handle handle, Call call) {
    if (whyNot != null) {
      return new ProcessResult(false, whyNot);
    }
    var current = Thread.currentThread();
    var before = current.getContextClassLoader();
    current.setContextClassLoader(loader);
    CurrentTask.set(handle);
    try {
      var result = call.of(bean.getProcessor());
      return result != null ? result : new ProcessResult(false, NO_RESULT);
    } catch (Throwable e) {
      LOG.debug("processor failed, instance={}, job={}", run.instanceId(), run.jobId(), e);
      loggers.apply(null).error("the processor failed", e);
      return new ProcessResult(false, textOf(e));
    } finally {
      CurrentTask.set(null);
      current.setContextClassLoader(before);
    }
  }

  private static String textOf(Throwable thrown) {
    try {
      return String.valueOf(thrown);
    } catch (RuntimeException e) {
      return thrown.getClass().getName();
    }
  }

  /** Cut to what is allowed. */
  String shortened(String text) {
    if (text == null) {
      return "";
    }
    int max = environment.runs().maxResultLength();
    return text.length() <= max ? text : text.substring(0, max) + "...";
  }

  @Override
  public void close() {
    if (bean != null) {
      environment.runs().processors().release(bean);
    }
  }
}
