package tech.powerjob.server.instance;

import jakarta.enterprise.context.ApplicationScoped;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.PageResult;

/** What users do with instances. Every call is confined to one application. */
@ApplicationScoped
public class InstanceService {
  /**
   * Runs a job once; appId of the request is ignored in favour of the argument. Returns the
   * instance id.
   */
  public long run(long appId, RunJobRequest request) {
    throw new UnsupportedOperationException();
  }

  public int status(long appId, long instanceId) {
    throw new UnsupportedOperationException();
  }

  public InstanceInfoDTO get(long appId, long instanceId) {
    throw new UnsupportedOperationException();
  }

  public PageResult<InstanceInfoDTO> find(long appId, InstancePageQuery query) {
    throw new UnsupportedOperationException();
  }

  public void stop(long appId, long instanceId) {
    throw new UnsupportedOperationException();
  }

  public void cancel(long appId, long instanceId) {
    throw new UnsupportedOperationException();
  }

  public void retry(long appId, long instanceId) {
    throw new UnsupportedOperationException();
  }
}
