package tech.powerjob.common.request.http;

/** Body of {@code runJob2}: runs a job once, optionally under a key of the caller. */
public class RunJobRequest {
  private Long appId;
  private Long jobId;
  private String instanceParams;
  private Long delay;
  private String outerKey;
  private String extendValue;
  private String worker;
  private String idempotencyKey;

  /**
   * Address of the only worker that may run it, now and whenever it is run again; {@code null} for
   * any.
   */
  public String getWorker() {
    return worker;
  }

  public RunJobRequest setWorker(String worker) {
    this.worker = worker;
    return this;
  }

  /** Repeats of a request with the same key make no second instance; {@code null} for none. */
  public String getIdempotencyKey() {
    return idempotencyKey;
  }

  public RunJobRequest setIdempotencyKey(String idempotencyKey) {
    this.idempotencyKey = idempotencyKey;
    return this;
  }

  public Long getAppId() {
    return appId;
  }

  public RunJobRequest setAppId(Long appId) {
    this.appId = appId;
    return this;
  }

  public Long getJobId() {
    return jobId;
  }

  public RunJobRequest setJobId(Long jobId) {
    this.jobId = jobId;
    return this;
  }

  public String getInstanceParams() {
    return instanceParams;
  }

  public RunJobRequest setInstanceParams(String instanceParams) {
    this.instanceParams = instanceParams;
    return this;
  }

  public Long getDelay() {
    return delay;
  }

  public RunJobRequest setDelay(Long delay) {
    this.delay = delay;
    return this;
  }

  public String getOuterKey() {
    return outerKey;
  }

  public RunJobRequest setOuterKey(String outerKey) {
    this.outerKey = outerKey;
    return this;
  }

  public String getExtendValue() {
    return extendValue;
  }

  public RunJobRequest setExtendValue(String extendValue) {
    this.extendValue = extendValue;
    return this;
  }
}
