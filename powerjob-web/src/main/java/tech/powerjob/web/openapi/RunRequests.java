package tech.powerjob.web.openapi;

import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.web.rest.RequestParameters;

/** What the two calls that run a job ask for. */
public final class RunRequests {
  /** Header with the idempotency key. */
  public static final String KEY_HEADER = "Idempotency-Key";

  private RunRequests() {}

  /**
   * The idempotency key of a call: that of the header, or else of the parameters or the body.
   *
   * @param inHeader value of {@link #KEY_HEADER}, may be {@code null}
   * @param inBody may be {@code null}
   * @return {@code null} if there is none
   */
  public static String key(String inHeader, RequestParameters parameters, String inBody) {
    return inHeader != null ? inHeader : parameters.find("idempotencyKey").orElse(inBody);
  }

  /**
   * A request in parameters.
   *
   * @param keyInHeader value of {@link #KEY_HEADER}, may be {@code null}
   * @throws IllegalArgumentException naming the parameter and what is wrong with it
   */
  public static RunJobRequest of(RequestParameters parameters, String keyInHeader) {
    var request =
        new RunJobRequest()
            .setAppId(parameters.findNumber("appId").orElse(null))
            .setJobId(parameters.number("jobId"))
            .setInstanceParams(parameters.find("instanceParams").orElse(null))
            .setDelay(parameters.findNumber("delay").orElse(null));
    request.setIdempotencyKey(key(keyInHeader, parameters, null));
    return request;
  }

  /**
   * A request in JSON, checked for what it must have, with the call's idempotency key.
   *
   * @param parameters of the call beside its body
   * @param keyInHeader value of {@link #KEY_HEADER}, may be {@code null}
   * @throws IllegalArgumentException if it names no job
   */
  public static RunJobRequest of(
      RunJobRequest request, RequestParameters parameters, String keyInHeader) {
    if (request.getJobId() == null) {
      throw new IllegalArgumentException("jobId can't be empty");
    }
    request.setIdempotencyKey(key(keyInHeader, parameters, request.getIdempotencyKey()));
    return request;
  }
}
