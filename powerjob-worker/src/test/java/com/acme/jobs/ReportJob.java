package com.acme.jobs;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.model.InstanceMeta;
import tech.powerjob.worker.common.constants.TaskConstant;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.WorkflowContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.log.OmsLogger;

/** A standalone job that looks at everything in its context. */
public class ReportJob implements BasicProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(ReportJob.class);

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    OmsLogger omsLogger = context.getOmsLogger();
    omsLogger.debug("job {} of instance {}", context.getJobId(), context.getInstanceId());
    omsLogger.info("sub instance {}, task {}", context.getSubInstanceId(), context.getTaskId());
    omsLogger.warn("params: {} {}", context.getJobParams(), context.getInstanceParams());
    omsLogger.error("not really", new IllegalStateException("for the log"));
    LOG.info("task name {}, sub task {}", context.getTaskName(), context.getSubTask());

    WorkflowContext workflow = context.getWorkflowContext();
    Long workflowInstance = workflow.getWfInstanceId();
    Map<String, String> shared = workflow.fetchWorkflowContext();
    workflow.appendData2WfContext("seen", shared.size());
    workflow.appendData2WfContext("name", "report");
    Map<String, String> added = workflow.getAppendedContextData();

    InstanceMeta meta = context.getInstanceMeta();
    Long expected = meta == null ? null : meta.getEtt();
    int left = context.getMaxRetryTimes() - context.getCurrentRetryTimes();
    if (!TaskConstant.ROOT_TASK_NAME.equals(context.getTaskName())) {
      return new ProcessResult(false);
    }
    ProcessResult result = new ProcessResult();
    result.setSuccess(true);
    result.setMsg(
        context.getUserContext()
            + " "
            + workflowInstance
            + " "
            + added
            + " "
            + expected
            + " "
            + left);
    return result;
  }
}
