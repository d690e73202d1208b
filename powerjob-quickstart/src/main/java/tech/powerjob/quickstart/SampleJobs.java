package tech.powerjob.quickstart;

import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.common.response.ResultDTO;

/** The jobs of the quickstart: one that fires by itself, one that is run by hand. */
final class SampleJobs {
  /** A job with its id. */
  record Job(long id, String name, boolean enabled) {}

  static final String CRON = "hello-cron";
  static final String API = "hello-api";

  private final PowerJobClient client;

  SampleJobs(PowerJobClient client) {
    this.client = client;
  }

  /** Fires every five seconds. */
  Job cron() {
    var request = request(CRON, "world", "Greets the world every five seconds");
    request.setTimeExpressionType(TimeExpressionType.CRON);
    request.setTimeExpression("*/5 * * * * ?");
    return findOrSave(request);
  }

  /** Runs when it is told to. */
  Job api() {
    var request = request(API, "nobody in particular", "Greets whom you name when you run it");
    request.setTimeExpressionType(TimeExpressionType.API);
    return findOrSave(request);
  }

  /** Runs a job once; answers the id of the instance. */
  long run(Job job, String parameters) {
    return data(client.runJob(job.id(), parameters, 0), "run job " + job.name());
  }

  private static SaveJobInfoRequest request(String name, String params, String description) {
    var request = new SaveJobInfoRequest();
    request.setJobName(name);
    request.setJobDescription(description);
    request.setJobParams(params);
    request.setExecuteType(ExecuteType.STANDALONE);
    request.setProcessorType(ProcessorType.BUILT_IN);
    request.setProcessorInfo(HelloProcessor.class.getName());
    return request;
  }

  private Job findOrSave(SaveJobInfoRequest request) {
    var query = new JobInfoQuery();
    query.setJobNameEq(request.getJobName());
    return data(client.queryJob(query), "look for job " + request.getJobName()).stream()
        .filter(job -> job.getStatus() != SwitchableStatus.DELETED.getV())
        .findFirst()
        .map(SampleJobs::found)
        .orElseGet(() -> save(request));
  }

  private static Job found(JobInfoDTO job) {
    return new Job(
        job.getId(), job.getJobName(), job.getStatus() == SwitchableStatus.ENABLE.getV());
  }

  private Job save(SaveJobInfoRequest request) {
    long id = data(client.saveJob(request), "save job " + request.getJobName());
    return new Job(id, request.getJobName(), true);
  }

  private static <T> T data(ResultDTO<T> result, String what) {
    if (!result.isSuccess() || result.getData() == null) {
      throw new QuickstartException("cannot " + what + ": " + result.getMessage());
    }
    return result.getData();
  }
}
