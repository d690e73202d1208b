package tech.powerjob.server.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.server.store.Fingerprint;
import tech.powerjob.server.store.JsonConverters;

/** A job as {@code /api/v1} shows it: what can be saved, and what the server says of it. */
public class JobDocument extends SaveJobInfoRequest {

  private String status;
  private Long nextTriggerTime;
  private Long created;
  private Long modified;
  private String version;

  /**
   * A text that is another one when the definition is another one; firing does not change it.
   *
   * @param definition without id
   */
  static String version(String status, SaveJobInfoRequest definition) {
    return Fingerprint.version(status + JsonConverters.write(definition));
  }

  /** ENABLE, DISABLE or DELETED. */
  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  /** The next due instant in epoch milliseconds; {@code null} if none is known. */
  public Long getNextTriggerTime() {
    return nextTriggerTime;
  }

  public void setNextTriggerTime(Long nextTriggerTime) {
    this.nextTriggerTime = nextTriggerTime;
  }

  /** Epoch milliseconds. */
  public Long getCreated() {
    return created;
  }

  public void setCreated(Long created) {
    this.created = created;
  }

  /** When the definition was changed last, in epoch milliseconds. */
  public Long getModified() {
    return modified;
  }

  public void setModified(Long modified) {
    this.modified = modified;
  }

  /** Its version, as in the header ETag; for those who hold many jobs. */
  public String getVersion() {
    return version;
  }

  public void setVersion(String version) {
    this.version = version;
  }

  @Override
  @JsonIgnore
  public String getIdempotencyKey() {
    return super.getIdempotencyKey();
  }
}
