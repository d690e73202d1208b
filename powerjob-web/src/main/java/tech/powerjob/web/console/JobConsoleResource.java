package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.model.AlarmConfig;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Jobs in the console. */
@Path("/job")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class JobConsoleResource {
  /** Body of {@code list}; with a job id the keyword is not used. */
  public record JobListRequest(
      Long appId, Integer index, Integer pageSize, Long jobId, String keyword) {}

  @Inject JobService jobs;
  @Inject InstanceService instances;
  @Inject CurrentUser caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;

  /** Creates a job, or with an id replaces it. */
  @POST
  @Path("/save")
  @Operation(summary = "Create a job, or with an id replace it")
  public ResultDTO<Void> save(SaveJobInfoRequest request) {
    long appId =
        request.getId() == null
            ? caller.app(Permission.WRITE, request.getAppId()).id()
            : access.ofJob(Permission.WRITE, request.getId());
    Owner.same(request.getAppId(), appId, "job");
    if (isUnset(request.getAlarmConfig())) {
      // So the console sends back the row of a job that has none.
      request.setAlarmConfig(null);
    }
    jobs.save(appId, request);
    return ResultDTO.success(null);
  }

  private static boolean isUnset(AlarmConfig config) {
    return config != null
        && config.getAlertThreshold() == null
        && config.getStatisticWindowLen() == null
        && config.getSilenceWindowLen() == null;
  }

  @POST
  @Path("/copy")
  @Operation(summary = "Copy a job, with _COPY after its name")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<JobView> copy() {
    long id = parameters.number("jobId");
    long appId = access.ofJob(Permission.WRITE, id);
    return ResultDTO.success(JobView.of(jobs.get(appId, jobs.copy(appId, id))));
  }

  @GET
  @Path("/export")
  @Operation(summary = "What would have to be saved to get such a job again")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<SaveJobInfoRequest> export() {
    long id = parameters.number("jobId");
    return ResultDTO.success(jobs.export(access.ofJob(Permission.READ, id), id));
  }

  @GET
  @Path("/disable")
  @Operation(summary = "Stop the schedule of a job")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> disable() {
    long id = parameters.number("jobId");
    jobs.disable(access.ofJob(Permission.WRITE, id), id);
    return ResultDTO.success(null);
  }

  @GET
  @Path("/enable")
  @Operation(summary = "Let the schedule of a job fire")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> enable() {
    long id = parameters.number("jobId");
    jobs.enable(access.ofJob(Permission.WRITE, id), id);
    return ResultDTO.success(null);
  }

  @GET
  @Path("/delete")
  @Operation(summary = "Delete a job")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> delete() {
    long id = parameters.number("jobId");
    jobs.delete(access.ofJob(Permission.WRITE, id), id);
    return ResultDTO.success(null);
  }

  /** Jobs that are not deleted, by id. */
  @POST
  @Path("/list")
  @Operation(summary = "Jobs of an application, by page")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JobListRequest.class),
              example = "{\"appId\":1,\"index\":0,\"pageSize\":10,\"keyword\":\"night\"}"))
  public ResultDTO<PageResult<JobView>> list(JobListRequest request) {
    long appId = caller.app(Permission.READ, request.appId()).id();
    if (request.jobId() != null) {
      // Fails for a job of another application.
      var job = jobs.get(appId, request.jobId());
      return ResultDTO.success(Pages.map(Pages.request(0, 1).cut(List.of(job)), JobView::of));
    }
    var query =
        new JobInfoQuery()
            .setStatusIn(List.of(SwitchableStatus.ENABLE.getV(), SwitchableStatus.DISABLE.getV()));
    if (request.keyword() != null && !request.keyword().isBlank()) {
      query.setJobNameLike(request.keyword().trim());
    }
    var page = jobs.page(appId, query, Pages.request(request.index(), request.pageSize()));
    return ResultDTO.success(Pages.map(page, JobView::of));
  }

  @GET
  @Path("/run")
  @Operation(summary = "Run a job once, now or after a delay")
  @Parameter(name = "jobId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "instanceParams", in = ParameterIn.QUERY)
  @Parameter(name = "delay", in = ParameterIn.QUERY, description = "Milliseconds")
  public ResultDTO<Long> run() {
    long id = parameters.number("jobId");
    var request =
        new RunJobRequest()
            .setJobId(id)
            .setDelay(parameters.findNumber("delay").orElse(null))
            .setInstanceParams(parameters.find("instanceParams").orElse(null));
    return ResultDTO.success(instances.run(access.ofJob(Permission.OPS, id), request));
  }
}
