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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.store.InstanceFilter;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Instances in the console. */
@Path("/instance")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class InstanceConsoleResource {
  /**
   * Body of {@code list}; a missing condition is not used.
   *
   * @param type jobs that run by themselves, or as members of workflows
   */
  public record InstanceListRequest(
      Long appId,
      Integer index,
      Integer pageSize,
      InstanceType type,
      Long instanceId,
      Long jobId,
      Long wfInstanceId,
      InstanceStatus status) {}

  /**
   * Body of {@code detailPlus}.
   *
   * @param customQuery condition on tasks; see {@link TaskCondition}
   */
  public record DetailRequest(Long appId, Long instanceId, String customQuery) {}

  @Inject InstanceService instances;
  @Inject JobService jobs;
  @Inject TaskRows tasks;
  @Inject CurrentUser caller;
  @Inject Caller who;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;

  /** What changed last comes first. */
  @POST
  @Path("/list")
  @Operation(
      summary = "Instances of an application, what was changed last first",
      description = "Of the newest 10 000 that meet the conditions.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = InstanceListRequest.class),
              example =
                  "{\"appId\":1,\"index\":0,\"pageSize\":10,\"type\":\"NORMAL\",\"status\":\"FAILED\"}"))
  public ResultDTO<PageResult<InstanceView>> list(InstanceListRequest request) {
    long appId = caller.app(Permission.READ, request.appId()).id();
    if (request.type() == null) {
      throw new IllegalArgumentException("type can't be empty");
    }
    var filter =
        InstanceFilter.newest(1).with(request.jobId(), request.status(), request.wfInstanceId());
    var query =
        new InstanceService.ListQuery(
            request.type(),
            request.instanceId(),
            filter,
            Pages.request(request.index(), request.pageSize()));
    var names = new HashMap<Long, String>();
    return ResultDTO.success(
        Pages.map(
            instances.list(appId, query),
            instance ->
                InstanceView.of(
                    instance,
                    names.computeIfAbsent(
                        instance.getJobId(), jobId -> jobs.get(appId, jobId).getJobName()))));
  }

  @GET
  @Path("/stop")
  @Operation(summary = "Stop an instance that has not ended")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> stop() {
    long id = parameters.number("instanceId");
    instances.stop(access.ofInstance(Permission.OPS, id), id, who.description());
    return ResultDTO.success(null);
  }

  @GET
  @Path("/retry")
  @Operation(summary = "Run an instance again that has ended")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> retry() {
    long id = parameters.number("instanceId");
    instances.retry(access.ofInstance(Permission.OPS, id), id, who.description());
    return ResultDTO.success(null);
  }

  @GET
  @Path("/detail")
  @Operation(summary = "An instance with the numbers of its tasks")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<InstanceDetailView> detail() {
    long id = parameters.number("instanceId");
    long appId = access.ofInstance(Permission.READ, id);
    return ResultDTO.success(detail(appId, id, List.of()));
  }

  /** With the tasks that meet a condition, if there is one. */
  @POST
  @Path("/detailPlus")
  @Operation(summary = "An instance with the numbers of its tasks, and tasks that meet a condition")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DetailRequest.class),
              example =
                  "{\"instanceId\":1004952029077962816,\"customQuery\":\"status in (5, 6) order by last_modified_time desc\"}"))
  public ResultDTO<InstanceDetailView> detailPlus(DetailRequest request) {
    if (request.instanceId() == null) {
      throw new IllegalArgumentException("instanceId can't be empty");
    }
    long id = request.instanceId();
    long appId = access.ofInstance(Permission.READ, id);
    var query = request.customQuery();
    var found =
        query == null || query.isBlank()
            ? List.<InstanceDetailView.TaskRow>of()
            : tasks.find(appId, id, query);
    return ResultDTO.success(detail(appId, id, found));
  }

  private InstanceDetailView detail(
      long appId, long instanceId, List<InstanceDetailView.TaskRow> found) {
    return InstanceDetailView.of(
        instances.get(appId, instanceId), tasks.numbers(appId, instanceId).orElse(null), found);
  }
}
