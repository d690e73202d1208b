package tech.powerjob.benchmarks;

import java.util.concurrent.locks.LockSupport;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Logs so many lines, so many a second; 0 for as fast as they are taken. Thread-safe. */
public final class TalkingProcessor implements BasicProcessor {
  @Override
  public ProcessResult process(TaskContext context) {
    var told = context.getInstanceParams().split(" ");
    int lines = Integer.parseInt(told[0]);
    long pause = told[1].equals("0") ? 0 : 1_000_000_000L / Integer.parseInt(told[1]);
    var log = context.getOmsLogger();
    long next = System.nanoTime();
    for (int i = 0; i < lines; i++, next += pause) {
      while (pause > 0 && System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      log.info(
          "order {} of customer {} was checked and sent to warehouse {} in {} ms",
          100_000_000 + i * 7,
          i * 31 % 99_991,
          i % 17,
          i * 13 % 997);
    }
    return new ProcessResult(true, "done");
  }
}
