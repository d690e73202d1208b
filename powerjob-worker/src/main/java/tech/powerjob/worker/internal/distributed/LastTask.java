package tech.powerjob.worker.internal.distributed;

import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.common.constants.TaskConstant;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;
import tech.powerjob.worker.core.processor.sdk.StreamReduceProcessor;

/** The last task of an instance: makes one outcome of all results. */
final class LastTask implements Runnable {
  static final String ID = "9999";

  private static final Logger LOG = LoggerFactory.getLogger(LastTask.class);

  /** Tasks of a last task would come too late. */
  private static final CurrentTask.Handle HANDLE = null;

  private final RunInstance run;
  private final TaskEnvironment environment;
  private final InstanceCode code;
  private final Interruptible work;
  private final Inbox inbox;

  LastTask(
      RunInstance run,
      TaskEnvironment environment,
      InstanceCode code,
      Interruptible work,
      Inbox inbox) {
    this.run = run;
    this.environment = environment;
    this.code = code;
    this.work = work;
    this.inbox = inbox;
  }

  @Override
  public void run() {
    try {
      if (work.begin()) {
        attempts();
      }
    } catch (InterruptedException e) {
      LOG.debug("instance={} the last task was interrupted", run.instanceId());
    } finally {
      work.end();
      inbox.put(new Signal.Woken());
    }
  }

  private void attempts() throws InterruptedException {
    for (int retries = 0; ; retries++) {
      var context = code.context(ID, TaskConstant.LAST_TASK_NAME, retries, null, run.epoch());
      var result = code.call(HANDLE, processor -> attempt(context));
      if (work.isInterrupted()) {
        return;
      }
      if (result.isSuccess() || retries >= run.taskRetryNum()) {
        inbox.put(
            new Signal.LastEnded(
                result.isSuccess(), code.shortened(result.getMsg()), code.appended(context)));
        return;
      }
      if (run.taskBackoff() != null) {
        environment.runs().ticker().sleep(run.taskBackoff().pause(retries + 1, run.instanceId()));
      }
    }
  }

  private ProcessResult attempt(TaskContext context) throws Exception {
    var processor = code.processor();
    try (var use = environment.links().use(run.distribution().broker());
        var results = new Results(use.session(), TaskQueues.of(run))) {
      // By the type of the job: a processor may serve several.
      if (run.executeType() == ExecuteType.BROADCAST) {
        return ((BroadcastProcessor) processor).postProcess(context, list(results));
      }
      return processor instanceof StreamReduceProcessor streaming
          ? streaming.reduce(context, results.stream())
          : ((MapReduceProcessor) processor).reduce(context, list(results));
    }
  }

  private static List<TaskResult> list(Results results) {
    return results.stream().collect(Collectors.toList());
  }
}
