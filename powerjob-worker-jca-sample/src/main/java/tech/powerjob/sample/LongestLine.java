package tech.powerjob.sample;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.stream.Stream;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.StreamReduceProcessor;

/** Finds the length of the longest line of the run's parameters, each line a task. */
@MessageDriven(
    messageListenerInterface = StreamReduceProcessor.class,
    activationConfig =
        @ActivationConfigProperty(propertyName = "processorName", propertyValue = "longest-line"))
public class LongestLine implements StreamReduceProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    if (isRootTask()) {
      map(context.getInstanceParams().lines().toList(), "line");
      return new ProcessResult(true, "0");
    }
    return new ProcessResult(true, String.valueOf(((String) context.getSubTask()).length()));
  }

  @Override
  public ProcessResult reduce(TaskContext context, Stream<TaskResult> taskResults) {
    int longest =
        taskResults.map(TaskResult::getResult).mapToInt(Integer::parseInt).max().orElse(0);
    return new ProcessResult(true, String.valueOf(longest));
  }
}
