package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.log.LogService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.RequestParameters;

/** Instances in the console. */
@Path("/instance")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class InstanceConsoleResource {
  /** Body of {@code list}; a missing condition is not used. */
  public record InstanceListRequest(
      Long appId,
      Integer index,
      Integer pageSize,
      InstanceType type,
      Long instanceId,
      Long jobId,
      InstanceStatus status) {}

  @Inject InstanceService instances;
  @Inject JobService jobs;
  @Inject LogService logs;
  @Inject CurrentUser caller;
  @Inject RequestParameters parameters;

  /** What changed last comes first. */
  @POST
  @Path("/list")
  public ResultDTO<PageResult<InstanceView>> list(InstanceListRequest request) {
    long appId = caller.app(Permission.READ, request.appId()).id();
    if (request.type() == null) {
      throw new IllegalArgumentException("type can't be empty");
    }
    if (request.type() == InstanceType.WORKFLOW) {
      return ResultDTO.success(
          Pages.of(List.<InstanceView>of(), request.index(), request.pageSize()));
    }
    var query = new InstancePageQuery();
    query.setIndex(Pages.index(request.index()));
    query.setPageSize(Pages.size(request.pageSize()));
    query.setSortBy("gmtModified");
    query.setInstanceIdEq(request.instanceId());
    query.setJobIdEq(request.jobId());
    query.setStatusIn(request.status() == null ? null : List.of(request.status().getV()));
    var names = new HashMap<Long, String>();
    return ResultDTO.success(
        Pages.map(
            instances.find(appId, query),
            instance ->
                InstanceView.of(
                    instance,
                    names.computeIfAbsent(
                        instance.getJobId(), jobId -> jobs.get(appId, jobId).getJobName()))));
  }

  @GET
  @Path("/log")
  public ResultDTO<LogService.LogPage> log() {
    long appId = caller.app(Permission.OPS, parameters.findNumber("appId").orElse(null)).id();
    int index = Math.toIntExact(parameters.findNumber("index").orElse(0L));
    return ResultDTO.success(logs.page(appId, parameters.number("instanceId"), index));
  }
}
