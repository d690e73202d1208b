package tech.powerjob.worker.internal.distributed;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.common.constants.TaskConstant;
import tech.powerjob.worker.core.processor.CurrentTask;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;
import tech.powerjob.worker.core.processor.sdk.StreamReduceProcessor;
import tech.powerjob.worker.internal.connection.LinkException;

/** The last task of an instance: makes one outcome of all results. */
final class LastTask implements Runnable {
  static final String ID = "9999";

  private static final Logger LOG = LoggerFactory.getLogger(LastTask.class);

  /** Tasks of a last task would come too late. */
  private static final CurrentTask.Handle HANDLE = null;

  /** How often results may end early before that is what is wrong. */
  private static final int UNREAD = 10;

  private static final long PAUSE_MILLIS = 500;

  private final RunInstance run;
  private final TaskEnvironment environment;
  private final InstanceCode code;
  private final Interruptible work;
  private final Inbox inbox;
  private final long expected;

  /**
   * Not begun yet.
   *
   * @param expected number of results
   */
  LastTask(
      RunInstance run,
      TaskEnvironment environment,
      InstanceCode code,
      Interruptible work,
      Inbox inbox,
      long expected) {
    this.run = run;
    this.environment = environment;
    this.code = code;
    this.work = work;
    this.inbox = inbox;
    this.expected = expected;
  }

  @Override
  public void run() {
    try {
      if (work.begin()) {
        attempts();
      }
    } catch (InterruptedException e) {
      LOG.debug("instance={} the last task was interrupted", run.instanceId());
    } catch (RuntimeException | Error e) {
      LOG.error("instance={} the last task broke", run.instanceId(), e);
      inbox.put(new Signal.LastEnded(false, code.shortened(String.valueOf(e)), Map.of()));
    } finally {
      work.end();
      inbox.put(new Signal.Woken());
    }
  }

  private void attempts() throws InterruptedException {
    int retries = 0;
    int unread = 0;
    while (!work.isInterrupted()) {
      var context = code.context(ID, TaskConstant.LAST_TASK_NAME, retries, null, run.epoch());
      ProcessResult result;
      try (var use = environment.links().use(run.distribution().broker());
          var results = new Results(use.session(), TaskQueues.of(run), expected)) {
        result = code.call(HANDLE, processor -> attempt(context, results));
        if (results.isBroken()) {
          use.broke();
          result = ++unread < UNREAD ? null : result;
        }
      } catch (LinkException | ActiveMQException e) {
        LOG.debug("instance={} its results are not reached", run.instanceId(), e);
        result = null;
      }
      if (work.isInterrupted()) {
        return;
      }
      if (result == null) {
        // Not the processor's fault, so this does not count as an attempt.
        environment.runs().ticker().sleep(PAUSE_MILLIS);
      } else if (result.isSuccess() || retries >= run.taskRetryNum()) {
        inbox.put(
            new Signal.LastEnded(
                result.isSuccess(), code.shortened(result.getMsg()), code.appended(context)));
        return;
      } else {
        retries++;
        pause(retries);
      }
    }
  }

  private void pause(int retries) throws InterruptedException {
    if (run.taskBackoff() != null) {
      environment.runs().ticker().sleep(run.taskBackoff().pause(retries, run.instanceId()));
    }
  }

  private ProcessResult attempt(TaskContext context, Results results) throws Exception {
    var processor = code.processor();
    // By the type of the job: a processor may serve several.
    if (run.executeType() == ExecuteType.BROADCAST) {
      return ((BroadcastProcessor) processor)
          .postProcess(context, results.stream().collect(Collectors.toList()));
    }
    return processor instanceof StreamReduceProcessor streaming
        ? streaming.reduce(context, results.stream())
        : ((MapReduceProcessor) processor)
            .reduce(context, results.stream().collect(Collectors.toList()));
  }
}
