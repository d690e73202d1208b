package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.JobInfoDTO;

/** What users do with jobs. Every call is confined to one application. */
@ApplicationScoped
public class JobService {
  public long save(long appId, SaveJobInfoRequest request) {
    throw new UnsupportedOperationException();
  }

  public JobInfoDTO get(long appId, long jobId) {
    throw new UnsupportedOperationException();
  }

  /** All jobs of the application, deleted ones too, by id. */
  public List<JobInfoDTO> findAll(long appId) {
    throw new UnsupportedOperationException();
  }

  public List<JobInfoDTO> find(long appId, JobInfoQuery query) {
    throw new UnsupportedOperationException();
  }

  public void enable(long appId, long jobId) {
    throw new UnsupportedOperationException();
  }

  public void disable(long appId, long jobId) {
    throw new UnsupportedOperationException();
  }

  public void delete(long appId, long jobId) {
    throw new UnsupportedOperationException();
  }

  public long copy(long appId, long jobId) {
    throw new UnsupportedOperationException();
  }

  public SaveJobInfoRequest export(long appId, long jobId) {
    throw new UnsupportedOperationException();
  }
}
