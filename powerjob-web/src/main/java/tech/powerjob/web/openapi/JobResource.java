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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
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
  @Operation(summary = "Create a job, or with an id replace it")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SaveJobInfoRequest.class),
              example =
                  "{\"jobName\":\"nightly\",\"timeExpressionType\":\"CRON\",\"timeExpression\":\"0 0 3 * * ?\",\"executeType\":\"STANDALONE\",\"processorType\":\"BUILT_IN\",\"processorInfo\":\"com.example.Nightly\"}"))
  public ResultDTO<Long> save(SaveJobInfoRequest request) {
    request.setIdempotencyKey(
        RunRequests.key(keyInHeader(), parameters, request.getIdempotencyKey()));
    return ResultDTO.success(saving.save(app.id(request.getAppId()), request));
  }

  @POST
  @Path(OpenAPIConstant.COPY_JOB)
  @Operation(summary = "Copy a job, with _COPY after its name")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Long> copy() {
    return ResultDTO.success(jobs.copy(appId(), jobId()));
  }

  @POST
  @Path(OpenAPIConstant.EXPORT_JOB)
  @Operation(summary = "What would have to be saved to get such a job again")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<SaveJobInfoRequest> export() {
    return ResultDTO.success(jobs.export(appId(), jobId()));
  }

  @POST
  @Path(OpenAPIConstant.FETCH_JOB)
  @Operation(summary = "Read a job")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<JobInfoDTO> fetch() {
    return ResultDTO.success(jobs.get(appId(), jobId()));
  }

  @POST
  @Path(OpenAPIConstant.FETCH_ALL_JOB)
  @Operation(summary = "All jobs of the application, deleted ones too")
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<List<JobInfoDTO>> fetchAll() {
    return ResultDTO.success(jobs.findAll(appId()));
  }

  @POST
  @Path(OpenAPIConstant.QUERY_JOB)
  @Operation(summary = "Search jobs, deleted ones too")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JobInfoQuery.class),
              example = "{\"jobNameLike\":\"night\",\"statusIn\":[1]}"))
  public ResultDTO<List<JobInfoDTO>> query(JobInfoQuery query) {
    return ResultDTO.success(jobs.find(app.id(query.getAppIdEq()), query));
  }

  @POST
  @Path(OpenAPIConstant.DISABLE_JOB)
  @Operation(summary = "Stop the schedule of a job")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> disable() {
    jobs.disable(appId(), jobId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.ENABLE_JOB)
  @Operation(summary = "Let the schedule of a job fire")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> enable() {
    jobs.enable(appId(), jobId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.DELETE_JOB)
  @Operation(summary = "Delete a job")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> delete() {
    jobs.delete(appId(), jobId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.RUN_JOB)
  @Operation(summary = "Run a job once, now or after a delay")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  @Parameter(name = "instanceParams", in = ParameterIn.QUERY)
  @Parameter(name = "delay", in = ParameterIn.QUERY, description = "Milliseconds")
  @Parameter(name = "idempotencyKey", in = ParameterIn.QUERY)
  public ResultDTO<Long> run() {
    return ResultDTO.success(instances.run(appId(), RunRequests.of(parameters, keyInHeader())));
  }

  @POST
  @Path(OpenAPIConstant.RUN_JOB2)
  @Operation(summary = "Run a job once, with a key and a text of the caller")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RunJobRequest.class),
              example = "{\"jobId\":1,\"instanceParams\":\"x\",\"outerKey\":\"order-7\"}"))
  public ResultDTO<Long> runByRequest(RunJobRequest request) {
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
