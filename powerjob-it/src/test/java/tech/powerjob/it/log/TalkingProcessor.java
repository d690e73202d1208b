package tech.powerjob.it.log;

import java.util.concurrent.TimeUnit;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * Logs what it is told to: number of lines, length of each, lines in 10 ms on the average. Every
 * tenth line is a warning; with a fourth word every line ends with it and the time, in epoch
 * milliseconds.
 */
public class TalkingProcessor implements BasicProcessor {
  /** Saves a job that does so; returns its id. */
  static long save(ServerProcess server, String app, String password) {
    try (var client = new PowerJobClient(server.address(), app, password)) {
      var request = Jobs.onDemand("talk", TalkingProcessor.class);
      request.setMaxInstanceNum(0);
      return client.saveJob(request).getData();
    }
  }

  @Override
  public ProcessResult process(TaskContext context) throws InterruptedException {
    var told = context.getInstanceParams().split(" ");
    int lines = Integer.parseInt(told[0]);
    var filling = "x".repeat(Integer.parseInt(told[1]));
    int burst = Integer.parseInt(told[2]);
    boolean timed = told.length > 3;
    long begun = System.nanoTime();
    var log = context.getOmsLogger();
    for (int i = 1; i <= lines; i++) {
      if (i % 10 == 0) {
        log.warn("line {} {}", i, end(filling, timed));
      } else {
        log.info("line {} {}", i, end(filling, timed));
      }
      if (i % burst == 0) {
        // Against the clock: a late awakening is made up for.
        long due = begun + TimeUnit.MILLISECONDS.toNanos(10L * i / burst);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    }
    return new ProcessResult(true, "said " + lines);
  }

  private static String end(String filling, boolean timed) {
    return timed ? filling + " @" + System.currentTimeMillis() : filling;
  }
}
