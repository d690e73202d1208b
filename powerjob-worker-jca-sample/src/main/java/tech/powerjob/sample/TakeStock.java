package tech.powerjob.sample;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;

/** Takes stock on every worker: after the doors are closed and before they open again. */
@MessageDriven(
    messageListenerInterface = BroadcastProcessor.class,
    activationConfig =
        @ActivationConfigProperty(propertyName = "processorName", propertyValue = "take-stock"))
public class TakeStock implements BroadcastProcessor {
  @Override
  public ProcessResult preProcess(TaskContext context) {
    return new ProcessResult(true, "closed");
  }

  @Override
  public ProcessResult process(TaskContext context) {
    return new ProcessResult(true, "counted");
  }

  @Override
  public ProcessResult postProcess(TaskContext context, List<TaskResult> taskResults) {
    var results = taskResults.stream().map(TaskResult::getResult).sorted().toList();
    return new ProcessResult(true, String.join(", ", results));
  }
}
