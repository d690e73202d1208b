package tech.powerjob.it;

import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;

/** Definitions of jobs to begin with. */
public final class Jobs {
  private Jobs() {}

  /** One that runs when somebody asks for it, on one worker, by a class of the worker's. */
  public static SaveJobInfoRequest onDemand(String name, Class<?> processor) {
    return onDemand(name, processor.getName());
  }

  /**
   * As {@link #onDemand(String, Class)}.
   *
   * @param processor name of the class, of which the worker may know nothing
   */
  public static SaveJobInfoRequest onDemand(String name, String processor) {
    var job = new SaveJobInfoRequest();
    job.setJobName(name);
    job.setTimeExpressionType(TimeExpressionType.API);
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo(processor);
    return job;
  }
}
