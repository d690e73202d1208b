package tech.powerjob.sample;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;

/** Takes stock on every worker, once the doors are closed; what follows is the interface's own. */
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
}
