package tech.powerjob.sample;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.time.Duration;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Waits for a delivery that takes long; somebody may lose patience and stop it. */
@MessageDriven(
    messageListenerInterface = BasicProcessor.class,
    activationConfig = {
      @ActivationConfigProperty(propertyName = "processorName", propertyValue = "await-stock"),
      @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "1")
    })
public class AwaitStock implements BasicProcessor {
  private static final Duration DELIVERY = Duration.ofMinutes(10);

  @Override
  public ProcessResult process(TaskContext context) throws InterruptedException {
    Thread.sleep(DELIVERY.toMillis());
    return new ProcessResult(true, "in stock");
  }
}
