package tech.powerjob.client;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.Closeable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tech.powerjob.client.internal.Request;
import tech.powerjob.client.internal.Session;
import tech.powerjob.client.internal.Transport;
import tech.powerjob.common.OpenAPIConstant;
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
 * Client of the OpenAPI for one application. Several servers may be given: one that cannot be
 * connected to is skipped, and the one that answered last is asked first. A call that changes
 * something is never sent to a second server when the first one may have done it, except with an
 * idempotency key, by which the servers know the repeat. Thread-safe.
 */
public class PowerJobClient implements IPowerJobClient, Closeable {
  private static final TypeReference<ResultDTO<Long>> LONG = new TypeReference<>() {};
  private static final TypeReference<ResultDTO<Void>> VOID = new TypeReference<>() {};
  private static final TypeReference<ResultDTO<Integer>> INTEGER = new TypeReference<>() {};
  private static final TypeReference<ResultDTO<JobInfoDTO>> JOB = new TypeReference<>() {};
  private static final TypeReference<ResultDTO<List<JobInfoDTO>>> JOBS = new TypeReference<>() {};
  private static final TypeReference<ResultDTO<SaveJobInfoRequest>> SAVE_JOB =
      new TypeReference<>() {};
  private static final TypeReference<ResultDTO<InstanceInfoDTO>> INSTANCE =
      new TypeReference<>() {};
  private static final TypeReference<ResultDTO<PageResult<InstanceInfoDTO>>> INSTANCES =
      new TypeReference<>() {};
  private static final TypeReference<ResultDTO<WorkflowInfoDTO>> WORKFLOW =
      new TypeReference<>() {};
  private static final TypeReference<ResultDTO<List<WorkflowNodeInfoDTO>>> WORKFLOW_NODES =
      new TypeReference<>() {};
  private static final TypeReference<ResultDTO<WorkflowInstanceInfoDTO>> WORKFLOW_INSTANCE =
      new TypeReference<>() {};

  private final Session session;

  /**
   * Logs in.
   *
   * @throws NullPointerException if addresses or application name are missing
   * @throws tech.powerjob.common.exception.PowerJobException if no server answers, or the server
   *     refuses the password
   */
  public PowerJobClient(ClientConfig config) {
    Objects.requireNonNull(config.getAddressList(), "addressList can't be null!");
    Objects.requireNonNull(config.getAppName(), "appName can't be null");
    session = new Session(config, new Transport(config));
  }

  /** Logs in at the only server, {@code host:port}. */
  public PowerJobClient(String domain, String appName, String password) {
    this(
        new ClientConfig()
            .setAddressList(domain == null ? null : List.of(domain))
            .setAppName(appName)
            .setPassword(password));
  }

  /** Logs in at the first of the servers that answers. */
  public PowerJobClient(List<String> addressList, String appName, String password) {
    this(new ClientConfig().setAddressList(addressList).setAppName(appName).setPassword(password));
  }

  @Override
  public ResultDTO<SaveJobInfoRequest> exportJob(Long jobId) {
    return read(OpenAPIConstant.EXPORT_JOB, job(jobId), SAVE_JOB);
  }

  @Override
  public ResultDTO<Long> saveJob(SaveJobInfoRequest request) {
    request.setAppId(session.appId());
    // A replacement may be repeated, a creation would make a second job unless a key forbids it.
    boolean repeatable = request.getId() != null || request.getIdempotencyKey() != null;
    return json(OpenAPIConstant.SAVE_JOB, request, repeatable, LONG);
  }

  @Override
  public ResultDTO<Long> copyJob(Long jobId) {
    return change(OpenAPIConstant.COPY_JOB, job(jobId), LONG);
  }

  @Override
  public ResultDTO<JobInfoDTO> fetchJob(Long jobId) {
    return read(OpenAPIConstant.FETCH_JOB, job(jobId), JOB);
  }

  @Override
  public ResultDTO<List<JobInfoDTO>> fetchAllJob() {
    return read(OpenAPIConstant.FETCH_ALL_JOB, new LinkedHashMap<>(), JOBS);
  }

  @Override
  public ResultDTO<List<JobInfoDTO>> queryJob(JobInfoQuery powerQuery) {
    powerQuery.setAppIdEq(session.appId());
    return json(OpenAPIConstant.QUERY_JOB, powerQuery, true, JOBS);
  }

  @Override
  public ResultDTO<Void> disableJob(Long jobId) {
    return read(OpenAPIConstant.DISABLE_JOB, job(jobId), VOID);
  }

  @Override
  public ResultDTO<Void> enableJob(Long jobId) {
    return read(OpenAPIConstant.ENABLE_JOB, job(jobId), VOID);
  }

  @Override
  public ResultDTO<Void> deleteJob(Long jobId) {
    return read(OpenAPIConstant.DELETE_JOB, job(jobId), VOID);
  }

  /** Runs a job once, now and without parameters; answers the id of the instance. */
  public ResultDTO<Long> runJob(Long jobId) {
    return runJob(jobId, null, 0);
  }

  @Override
  public ResultDTO<Long> runJob(Long jobId, String instanceParams, long delayMS) {
    var form = job(jobId);
    form.put("instanceParams", instanceParams);
    form.put("delay", Long.toString(delayMS));
    return change(OpenAPIConstant.RUN_JOB, form, LONG);
  }

  @Override
  public ResultDTO<Long> runJob(RunJobRequest request) {
    request.setAppId(session.appId());
    return json(OpenAPIConstant.RUN_JOB2, request, request.getIdempotencyKey() != null, LONG);
  }

  @Override
  public ResultDTO<Void> stopInstance(Long instanceId) {
    return change(OpenAPIConstant.STOP_INSTANCE, instance(instanceId), VOID);
  }

  @Override
  public ResultDTO<Void> cancelInstance(Long instanceId) {
    return change(OpenAPIConstant.CANCEL_INSTANCE, instance(instanceId), VOID);
  }

  @Override
  public ResultDTO<Void> retryInstance(Long instanceId) {
    return change(OpenAPIConstant.RETRY_INSTANCE, instance(instanceId), VOID);
  }

  @Override
  public ResultDTO<Integer> fetchInstanceStatus(Long instanceId) {
    return read(OpenAPIConstant.FETCH_INSTANCE_STATUS, instance(instanceId), INTEGER);
  }

  @Override
  public ResultDTO<InstanceInfoDTO> fetchInstanceInfo(Long instanceId) {
    return read(OpenAPIConstant.FETCH_INSTANCE_INFO, instance(instanceId), INSTANCE);
  }

  @Override
  public ResultDTO<PageResult<InstanceInfoDTO>> queryInstanceInfo(
      InstancePageQuery instancePageQuery) {
    instancePageQuery.setAppIdEq(session.appId());
    return json(OpenAPIConstant.QUERY_INSTANCE, instancePageQuery, true, INSTANCES);
  }

  @Override
  public ResultDTO<Long> saveWorkflow(SaveWorkflowRequest request) {
    request.setAppId(session.appId());
    return json(OpenAPIConstant.SAVE_WORKFLOW, request, request.getId() != null, LONG);
  }

  @Override
  public ResultDTO<Long> copyWorkflow(Long workflowId) {
    return change(OpenAPIConstant.COPY_WORKFLOW, workflow(workflowId), LONG);
  }

  @Override
  public ResultDTO<List<WorkflowNodeInfoDTO>> saveWorkflowNode(
      List<SaveWorkflowNodeRequest> requestList) {
    requestList.forEach(node -> node.setAppId(session.appId()));
    boolean repeatable = requestList.stream().allMatch(node -> node.getId() != null);
    return json(OpenAPIConstant.SAVE_WORKFLOW_NODE, requestList, repeatable, WORKFLOW_NODES);
  }

  @Override
  public ResultDTO<WorkflowInfoDTO> fetchWorkflow(Long workflowId) {
    return read(OpenAPIConstant.FETCH_WORKFLOW, workflow(workflowId), WORKFLOW);
  }

  @Override
  public ResultDTO<Void> disableWorkflow(Long workflowId) {
    return read(OpenAPIConstant.DISABLE_WORKFLOW, workflow(workflowId), VOID);
  }

  @Override
  public ResultDTO<Void> enableWorkflow(Long workflowId) {
    return read(OpenAPIConstant.ENABLE_WORKFLOW, workflow(workflowId), VOID);
  }

  @Override
  public ResultDTO<Void> deleteWorkflow(Long workflowId) {
    return read(OpenAPIConstant.DELETE_WORKFLOW, workflow(workflowId), VOID);
  }

  /** Runs a workflow once, now and without parameters; answers the id of the run. */
  public ResultDTO<Long> runWorkflow(Long workflowId) {
    return runWorkflow(workflowId, null, 0);
  }

  @Override
  public ResultDTO<Long> runWorkflow(Long workflowId, String initParams, long delayMS) {
    var form = workflow(workflowId);
    form.put("initParams", initParams);
    form.put("delay", Long.toString(delayMS));
    return change(OpenAPIConstant.RUN_WORKFLOW, form, LONG);
  }

  @Override
  public ResultDTO<Void> stopWorkflowInstance(Long wfInstanceId) {
    return change(OpenAPIConstant.STOP_WORKFLOW_INSTANCE, workflowInstance(wfInstanceId), VOID);
  }

  @Override
  public ResultDTO<Void> retryWorkflowInstance(Long wfInstanceId) {
    return change(OpenAPIConstant.RETRY_WORKFLOW_INSTANCE, workflowInstance(wfInstanceId), VOID);
  }

  @Override
  public ResultDTO<Void> markWorkflowNodeAsSuccess(Long wfInstanceId, Long nodeId) {
    var form = workflowInstance(wfInstanceId);
    form.putAll(idForm("nodeId", nodeId));
    return change(OpenAPIConstant.MARK_WORKFLOW_NODE_AS_SUCCESS, form, VOID);
  }

  @Override
  public ResultDTO<WorkflowInstanceInfoDTO> fetchWorkflowInstanceInfo(Long wfInstanceId) {
    return read(
        OpenAPIConstant.FETCH_WORKFLOW_INSTANCE_INFO,
        workflowInstance(wfInstanceId),
        WORKFLOW_INSTANCE);
  }

  /** Holds nothing that must be given back; there so that it can be used as PowerJob's. */
  @Override
  public void close() {}

  private static Map<String, String> job(Long jobId) {
    return idForm("jobId", jobId);
  }

  private static Map<String, String> instance(Long instanceId) {
    return idForm("instanceId", instanceId);
  }

  private static Map<String, String> workflow(Long workflowId) {
    return idForm("workflowId", workflowId);
  }

  private static Map<String, String> workflowInstance(Long wfInstanceId) {
    return idForm("wfInstanceId", wfInstanceId);
  }

  private static Map<String, String> idForm(String name, Long id) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put(name, Objects.requireNonNull(id, name + " can't be null").toString());
    return form;
  }

  /** A form call that may be repeated: it reads, or has the same outcome each time. */
  private <T> ResultDTO<T> read(
      String path, Map<String, String> form, TypeReference<ResultDTO<T>> type) {
    return form(path, form, true, type);
  }

  /** A form call whose repetition would do or answer something else. */
  private <T> ResultDTO<T> change(
      String path, Map<String, String> form, TypeReference<ResultDTO<T>> type) {
    return form(path, form, false, type);
  }

  private <T> ResultDTO<T> form(
      String path, Map<String, String> form, boolean repeatable, TypeReference<ResultDTO<T>> type) {
    form.put("appId", Long.toString(session.appId()));
    var body =
        form.entrySet().stream()
            .filter(field -> field.getValue() != null)
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return session.call(new Request(path, Request.FORM, body, repeatable), type);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private <T> ResultDTO<T> json(
      String path, Object body, boolean repeatable, TypeReference<ResultDTO<T>> type) {
    return session.call(new Request(path, Request.JSON, session.toJson(body), repeatable), type);
  }
}
