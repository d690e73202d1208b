package tech.powerjob.it.console;

import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Says hello, or fails or takes its time when its parameters ask for it. */
public class Greeter implements BasicProcessor {
  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    var log = context.getOmsLogger();
    var params = String.valueOf(context.getInstanceParams());
    log.info("greeting {}", params);
    if (params.startsWith("fail")) {
      log.error("this one is asked to fail");
      return new ProcessResult(false, "failed as asked: <b>" + params + "</b>");
    }
    if (params.startsWith("slow")) {
      for (int i = 1; i <= 20; i++) {
        log.info("step {} of 20", i);
        Thread.sleep(500);
      }
    }
    return new ProcessResult(true, "hello " + params);
  }
}
