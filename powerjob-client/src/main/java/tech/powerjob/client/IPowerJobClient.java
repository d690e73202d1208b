package tech.powerjob.client;

import java.util.List;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;

/**
 * What can be done with the jobs and instances of one application. A refusal of the server is a
 * result without success whose message says why; a call that gets no answer throws a {@link
 * tech.powerjob.common.exception.PowerJobException}.
 */
public interface IPowerJobClient {
  /** The job as a request that would create a copy of it. */
  ResultDTO<SaveJobInfoRequest> exportJob(Long jobId);

  /** Creates a job, or with an id replaces it; answers the id. */
  ResultDTO<Long> saveJob(SaveJobInfoRequest request);

  /** Copies a job; answers the id of the copy. */
  ResultDTO<Long> copyJob(Long jobId);

  ResultDTO<JobInfoDTO> fetchJob(Long jobId);

  /** All jobs, deleted ones too. */
  ResultDTO<List<JobInfoDTO>> fetchAllJob();

  /** The jobs that meet all conditions, deleted ones too. */
  ResultDTO<List<JobInfoDTO>> queryJob(JobInfoQuery powerQuery);

  ResultDTO<Void> disableJob(Long jobId);

  ResultDTO<Void> enableJob(Long jobId);

  ResultDTO<Void> deleteJob(Long jobId);

  /**
   * Runs a job once; answers the id of the instance.
   *
   * @param instanceParams parameters of this run, may be {@code null}
   * @param delayMS how long to wait before, in milliseconds
   */
  ResultDTO<Long> runJob(Long jobId, String instanceParams, long delayMS);

  /**
   * Runs a job once, with a key and a text of the caller's own; answers the instance's id. With an
   * idempotency key the call goes on to the next server when an answer is lost: whichever did it,
   * the job runs once.
   */
  ResultDTO<Long> runJob(RunJobRequest request);

  /** Stops an instance that has not ended. */
  ResultDTO<Void> stopInstance(Long instanceId);

  /** Cancels an instance that has not started. */
  ResultDTO<Void> cancelInstance(Long instanceId);

  /** Runs an instance again that has ended. */
  ResultDTO<Void> retryInstance(Long instanceId);

  /** Code of {@link tech.powerjob.common.enums.InstanceStatus}. */
  ResultDTO<Integer> fetchInstanceStatus(Long instanceId);

  ResultDTO<InstanceInfoDTO> fetchInstanceInfo(Long instanceId);

  ResultDTO<PageResult<InstanceInfoDTO>> queryInstanceInfo(InstancePageQuery instancePageQuery);
}
