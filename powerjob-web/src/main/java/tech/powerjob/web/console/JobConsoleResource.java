package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
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
  @Inject RequestParameters parameters;

  /** Jobs that are not deleted, by id. */
  @POST
  @Path("/list")
  public ResultDTO<PageResult<JobView>> list(JobListRequest request) {
    long appId = caller.app(Permission.READ, request.appId()).id();
    if (request.jobId() != null) {
      // Fails for a job of another application.
      var job = jobs.get(appId, request.jobId());
      return ResultDTO.success(Pages.map(Pages.of(List.of(job), 0, 1), JobView::of));
    }
    var query =
        new JobInfoQuery()
            .setStatusIn(List.of(SwitchableStatus.ENABLE.getV(), SwitchableStatus.DISABLE.getV()));
    if (request.keyword() != null && !request.keyword().isBlank()) {
      query.setJobNameLike(request.keyword().trim());
    }
    var page = Pages.of(jobs.find(appId, query), request.index(), request.pageSize());
    return ResultDTO.success(Pages.map(page, JobView::of));
  }

  @GET
  @Path("/run")
  public ResultDTO<Long> run() {
    long appId = caller.app(Permission.OPS, parameters.findNumber("appId").orElse(null)).id();
    var request =
        new RunJobRequest()
            .setJobId(parameters.number("jobId"))
            .setInstanceParams(parameters.find("instanceParams").orElse(null));
    return ResultDTO.success(instances.run(appId, request));
  }
}
