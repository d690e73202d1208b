package tech.powerjob.official.processors.impl;

import java.util.List;
import java.util.Map;
import org.slf4j.helpers.MessageFormatter;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.WorkflowContext;
import tech.powerjob.worker.log.OmsLogger;

/** Contexts as a worker would make them. */
public final class Contexts {
  private Contexts() {}

  /** A run outside a workflow. */
  public static TaskContext of(String jobParams, String instanceParams, List<String> log) {
    return of(null, jobParams, instanceParams, log);
  }

  public static TaskContext of(
      Long wfInstanceId, String jobParams, String instanceParams, List<String> log) {
    var context = new TaskContext();
    context.setJobId(3L);
    context.setInstanceId(77L);
    context.setEpoch(5);
    context.setTaskId("3#77");
    context.setTaskName("OMS_ROOT_TASK");
    context.setJobParams(jobParams);
    context.setInstanceParams(instanceParams);
    context.setWorkflowContext(new WorkflowContext(wfInstanceId, Map.of()));
    context.setOmsLogger(
        new OmsLogger() {
          private void add(String pattern, Object... args) {
            log.add(MessageFormatter.arrayFormat(pattern, args).getMessage());
          }

          @Override
          public void debug(String messagePattern, Object... args) {
            add(messagePattern, args);
          }

          @Override
          public void info(String messagePattern, Object... args) {
            add(messagePattern, args);
          }

          @Override
          public void warn(String messagePattern, Object... args) {
            add(messagePattern, args);
          }

          @Override
          public void error(String messagePattern, Object... args) {
            add(messagePattern, args);
          }
        });
    return context;
  }
}
