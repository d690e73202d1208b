package tech.powerjob.web.openapi;

import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.web.rest.RequestParameters;

/** What the two calls that run a job ask for. */
public final class RunRequests {
  private RunRequests() {}

  /**
   * A request in parameters.
   *
   * @throws IllegalArgumentException naming the parameter and what is wrong with it
   */
  public static RunJobRequest of(RequestParameters parameters) {
    return new RunJobRequest()
        .setAppId(parameters.findNumber("appId").orElse(null))
        .setJobId(parameters.number("jobId"))
        .setInstanceParams(parameters.find("instanceParams").orElse(null))
        .setDelay(parameters.findNumber("delay").orElse(null));
  }

  /**
   * A request in JSON, checked for what it must have.
   *
   * @throws IllegalArgumentException if it names no job
   */
  public static RunJobRequest of(RunJobRequest request) {
    if (request.getJobId() == null) {
      throw new IllegalArgumentException("jobId can't be empty");
    }
    return request;
  }
}
