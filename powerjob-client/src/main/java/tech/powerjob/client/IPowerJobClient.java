package tech.powerjob.client;

import java.util.List;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.common.response.WorkflowInfoDTO;
import tech.powerjob.common.response.WorkflowInstanceInfoDTO;
import tech.powerjob.common.response.WorkflowNodeInfoDTO;

/**
 * What can be done with the jobs, workflows and instances of one application. A refusal of the
 * server is a result without success whose message says why; a call that gets no answer throws a
 * {@link tech.powerjob.common.exception.PowerJobException}.
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

  /** Creates a workflow of nodes that are saved, or with an id replaces it; answers the id. */
  ResultDTO<Long> saveWorkflow(SaveWorkflowRequest request);

  /** Copies a workflow with its nodes; answers the id of the copy. */
  ResultDTO<Long> copyWorkflow(Long workflowId);

  /** Creates nodes, or replaces those that have an id; answers them with their ids. */
  ResultDTO<List<WorkflowNodeInfoDTO>> saveWorkflowNode(List<SaveWorkflowNodeRequest> requestList);

  ResultDTO<WorkflowInfoDTO> fetchWorkflow(Long workflowId);

  ResultDTO<Void> disableWorkflow(Long workflowId);

  ResultDTO<Void> enableWorkflow(Long workflowId);

  ResultDTO<Void> deleteWorkflow(Long workflowId);

  /**
   * Runs a workflow once; answers the id of the run.
   *
   * @param initParams first context of the run: a JSON object or any text, may be {@code null}
   * @param delayMS how long to wait before, in milliseconds
   */
  ResultDTO<Long> runWorkflow(Long workflowId, String initParams, long delayMS);

  /** Stops a run that has not ended, and what it is running. */
  ResultDTO<Void> stopWorkflowInstance(Long wfInstanceId);

  /** Lets a run that has failed or was stopped go on from where it ended. */
  ResultDTO<Void> retryWorkflowInstance(Long wfInstanceId);

  /** Lets a failed node of a run that has ended count as a success; a retry then goes on. */
  ResultDTO<Void> markWorkflowNodeAsSuccess(Long wfInstanceId, Long nodeId);

  ResultDTO<WorkflowInstanceInfoDTO> fetchWorkflowInstanceInfo(Long wfInstanceId);
}
