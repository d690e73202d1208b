package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.IdempotentSave;
import tech.powerjob.server.job.JobService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentApp;
import tech.powerjob.web.rest.RequestParameters;

/** Jobs in the OpenAPI. */
@Path(OpenAPIConstant.WEB_PATH)
@RequestScoped
@Access(Access.Kind.APP)
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
  @Inject JobService jobs;
  @Inject InstanceService instances;
  @Inject IdempotentSave saving;
  @Inject CurrentApp app;
  @Context HttpHeaders headers;
  @Inject RequestParameters parameters;

  @POST
  @Path(OpenAPIConstant.SAVE_JOB)
  public ResultDTO<Long> save(SaveJobInfoRequest request) {
    request.setIdempotencyKey(
        RunRequests.key(keyInHeader(), parameters, request.getIdempotencyKey()));
    return ResultDTO.success(saving.save(app.id(request.getAppId()), request));
  }

  @POST
  @Path(OpenAPIConstant.COPY_JOB)
  public ResultDTO<Long> copy() {
    return ResultDTO.success(jobs.copy(appId(), jobId()));
  }

  @POST
  @Path(OpenAPIConstant.EXPORT_JOB)
  public ResultDTO<SaveJobInfoRequest> export() {
    return ResultDTO.success(jobs.export(appId(), jobId()));
  }

  @POST
  @Path(OpenAPIConstant.FETCH_JOB)
  public ResultDTO<JobInfoDTO> fetch() {
    return ResultDTO.success(jobs.get(appId(), jobId()));
  }

  @POST
  @Path(OpenAPIConstant.FETCH_ALL_JOB)
  public ResultDTO<List<JobInfoDTO>> fetchAll() {
    return ResultDTO.success(jobs.findAll(appId()));
  }

  @POST
  @Path(OpenAPIConstant.QUERY_JOB)
  public ResultDTO<List<JobInfoDTO>> query(JobInfoQuery query) {
    return ResultDTO.success(jobs.find(app.id(query.getAppIdEq()), query));
  }

  @POST
  @Path(OpenAPIConstant.DISABLE_JOB)
  public ResultDTO<Void> disable() {
    jobs.disable(appId(), jobId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.ENABLE_JOB)
  public ResultDTO<Void> enable() {
    jobs.enable(appId(), jobId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.DELETE_JOB)
  public ResultDTO<Void> delete() {
    jobs.delete(appId(), jobId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.RUN_JOB)
  public ResultDTO<Long> run() {
    return ResultDTO.success(instances.run(appId(), RunRequests.of(parameters, keyInHeader())));
  }

  @POST
  @Path(OpenAPIConstant.RUN_JOB2)
  public ResultDTO<Long> run(RunJobRequest request) {
    var checked = RunRequests.of(request, parameters, keyInHeader());
    return ResultDTO.success(instances.run(app.id(request.getAppId()), checked));
  }

  private String keyInHeader() {
    return headers.getHeaderString(RunRequests.KEY_HEADER);
  }

  private long appId() {
    return app.id(parameters.findNumber("appId").orElse(null));
  }

  private long jobId() {
    return parameters.number("jobId");
  }
}
