package tech.powerjob.benchmarks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Notes when each instance began, in epoch milliseconds, and does nothing else. Thread-safe. */
public final class MeasuringProcessor implements BasicProcessor {
  static final Map<Long, Long> STARTED = new ConcurrentHashMap<>();

  @Override
  public ProcessResult process(TaskContext context) {
    STARTED.putIfAbsent(context.getInstanceId(), System.currentTimeMillis());
    return new ProcessResult(true, "done");
  }
}
