package tech.powerjob.sample;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.List;
import java.util.stream.LongStream;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/** Adds up the squares of the numbers up to the run's parameter, each square a task. */
@MessageDriven(
    messageListenerInterface = MapReduceProcessor.class,
    activationConfig =
        @ActivationConfigProperty(propertyName = "processorName", propertyValue = "squares"))
public class SumOfSquares implements MapReduceProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    if (isRootTask()) {
      long last = Long.parseLong(context.getInstanceParams());
      map(LongStream.rangeClosed(1, last).boxed().toList(), "square");
      return new ProcessResult(true, "split");
    }
    long number = ((Number) context.getSubTask()).longValue();
    return new ProcessResult(true, String.valueOf(number * number));
  }

  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
    long sum =
        taskResults.stream()
            .map(TaskResult::getResult)
            .filter(result -> !result.equals("split"))
            .mapToLong(Long::parseLong)
            .sum();
    return new ProcessResult(true, String.valueOf(sum));
  }
}
