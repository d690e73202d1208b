package tech.powerjob.it.fault;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Counts how often each instance really ran. Thread-safe. */
public final class CountingProcessor implements BasicProcessor {
  static final Map<Long, AtomicInteger> RUNS = new ConcurrentHashMap<>();

  @Override
  public ProcessResult process(TaskContext context) throws InterruptedException {
    RUNS.computeIfAbsent(context.getInstanceId(), id -> new AtomicInteger()).incrementAndGet();
    Thread.sleep(20); // So that kills find some in the middle.
    return new ProcessResult(true, "ran");
  }
}
